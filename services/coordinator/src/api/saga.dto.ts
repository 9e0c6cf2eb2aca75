import type { JsonObject } from '@saga/definition';
import type { SagaStatus } from '@saga/engine';
import { SAGA_ID } from '@saga/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { numeric } from './numeric.js';
import { By, QueryLimit, Reason, SagaId } from './rules.js';

const STATUSES: SagaStatus[] = [
  'running',
  'compensating',
  'completed',
  'compensated',
  'compensated-verified',
  'needs-attention',
];
const DEFINITION = { message: 'must be the name of a definition, 1 to 100 characters' };
const VERSION = { message: 'must be a whole number of at least 1, or left out for the latest version' };
const WAIT = { message: 'must be a whole number of seconds from 0 to 60, or left out' };
const SIGNAL = { message: 'must be the name of a signal, 1 to 100 characters' };
const STEP = { message: 'must be the step that asks for approval, or left out where only one does' };
const COMMENT = { message: 'must say what speaks for your answer, in 1 to 2000 characters' };

/** Asks for a saga to be started. */
export class StartSagaDto {
  @IsString(DEFINITION)
  @Length(1, 100, DEFINITION)
  definition!: string;

  @IsOptional()
  @IsInt(VERSION)
  @Min(1, VERSION)
  @Max(2 ** 31 - 1, VERSION)
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
  @IsString(DEFINITION)
  @Length(1, 100, DEFINITION)
  definition?: string;

  @QueryLimit()
  limit = 50;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,500}$/, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}

/** Names a saga. */
export class SagaDto {
  @SagaId()
  id!: string;
}

/** How to show a saga. */
export class ShowSagaDto extends SagaDto {
  /** Answer only when the saga has ended or needs a person, or after so many seconds. */
  @Transform(numeric)
  @IsInt(WAIT)
  @Min(0, WAIT)
  @Max(60, WAIT)
  wait = 0;
}

/** Who decides, and why. */
export class OperatorActDto {
  @By()
  by!: string;

  @Reason()
  reason!: string;
}

/** An operator's decision about a saga. */
export class SagaActDto extends OperatorActDto {
  @SagaId()
  id!: string;
}

/** A signal to a saga. */
export class SignalSagaDto extends SagaDto {
  @IsString(SIGNAL)
  @Length(1, 100, SIGNAL)
  name!: string;

  @IsObject({ message: 'must be a JSON object, or left out' })
  data: JsonObject = {};
}

/** A person's answer to a question of a saga. */
export class AnswerSagaDto extends SagaDto {
  @IsOptional()
  @IsString(STEP)
  @Length(1, 200, STEP)
  step?: string;

  @By()
  by!: string;

  @IsString(COMMENT)
  @Length(1, 2000, COMMENT)
  comment!: string;
}

/** Which open questions to list. */
export class ListApprovalsDto {
  @QueryLimit()
  limit = 100;
}
