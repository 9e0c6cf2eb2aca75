import { IsString, Length } from 'class-validator';
import { OrderReference } from '../service/order-reference.js';

/** Input of `shipping.book`. */
export class BookInput extends OrderReference {
  @IsString()
  @Length(5, 300)
  address!: string;
}
