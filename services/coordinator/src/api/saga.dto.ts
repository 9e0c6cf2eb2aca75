import type { JsonObject } from '@saga/definition';
import type { SagaStatus } from '@saga/engine';
import { SAGA_ID } from '@saga/contracts';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

const STATUSES: SagaStatus[] = ['running', 'compensating', 'completed', 'compensated', 'needs-attention'];

/** Asks for a saga to be started. */
export class StartSagaDto {
  @IsString({ message: 'must be the name of a registered definition, as a text' })
  @IsNotEmpty({ message: 'must be the name of a registered definition' })
  definition!: string;

  @IsOptional()
  @IsInt({ message: 'must be a whole number, or left out for the latest version' })
  @Min(1, { message: 'must be at least 1, or left out for the latest version' })
  version?: number;

  /** The same id starts one saga, however often it is sent. */
  @IsOptional()
  @Matches(SAGA_ID, { message: 'must be 1 to 200 letters, digits or . _ : @ / -, or left out' })
  id?: string;

  @IsObject({ message: 'must be a JSON object' })
  input!: JsonObject;
}

/** Which sagas to list. */
export class ListSagasDto {
  @IsOptional()
  @IsIn(STATUSES, { message: `must be one of ${STATUSES.join(', ')}` })
  state?: SagaStatus;

  @IsOptional()
  @IsString({ message: 'must be the name of a definition' })
  definition?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number from 1 to 500' })
  @Min(1, { message: 'must be a whole number from 1 to 500' })
  @Max(500, { message: 'must be a whole number from 1 to 500' })
  limit = 50;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]+$/, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}

/** An operator's decision about a saga. */
export class OperatorActDto {
  @IsString({ message: 'must say who you are' })
  @IsNotEmpty({ message: 'must say who you are' })
  @MaxLength(200, { message: 'must be at most 200 characters' })
  by!: string;

  @IsString({ message: 'must say why' })
  @IsNotEmpty({ message: 'must say why' })
  @MaxLength(2000, { message: 'must be at most 2000 characters' })
  reason!: string;
}
