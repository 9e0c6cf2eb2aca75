import { IsOptional, Length } from 'class-validator';
import { QueryLimit } from './rules.js';

/** Which locks to list. */
export class ListLocksDto {
  @QueryLimit()
  limit = 50;

  @IsOptional()
  @Length(1, 400, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}
