import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { OrderReference } from '../service/order-reference.js';

/** Input of `payments.charge`. */
export class ChargeInput extends OrderReference {
  @IsString()
  @Length(1, 100)
  customerId!: string;

  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amountCents!: number;

  /** The card's number. It is asked of the bank and not stored. */
  @Matches(/^\d{12,19}$/, { message: '$property must be a string of 12 to 19 digits' })
  card!: string;
}
