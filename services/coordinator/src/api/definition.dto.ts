import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { numeric } from './numeric.js';

const VERSION = { message: 'must be a whole number of at least 1, or left out for the latest version' };

/** Which version of a definition to show. */
export class ShowDefinitionDto {
  @IsOptional()
  @Transform(numeric)
  @IsInt(VERSION)
  @Min(1, VERSION)
  version?: number;
}
