import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { OrderReference } from '../service/order-reference.js';

/** Input of `inventory.reserve`. */
export class ReserveInput extends OrderReference {
  @IsString()
  @Length(1, 100)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity!: number;
}
