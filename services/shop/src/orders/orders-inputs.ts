import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { OrderReference } from '../service/order-reference.js';

/** Input of `orders.open`. */
export class OpenInput extends OrderReference {
  @IsString()
  @Length(1, 100)
  customerId!: string;

  @IsString()
  @Length(1, 100)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity!: number;

  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amountCents!: number;
}
