import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { numeric } from './numeric.js';

const LIMIT = { message: 'must be a whole number from 1 to 500, or left out' };

/** Which locks to list. */
export class ListLocksDto {
  @Transform(numeric)
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(500, LIMIT)
  limit = 50;

  @IsOptional()
  @Length(1, 400, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}
