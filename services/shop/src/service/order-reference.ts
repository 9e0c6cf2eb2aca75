import { IsString, Length } from 'class-validator';

/** Input of the commands that need to know the order and no more: most compensations. */
export class OrderReference {
  @IsString()
  @Length(1, 200)
  orderId!: string;
}
