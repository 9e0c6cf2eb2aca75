import { applyDecorators } from '@nestjs/common';
import type { Json } from '@saga/contracts';
import type { LetterFilter, LetterState } from '@saga/store';
import { Transform } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateBy,
} from 'class-validator';
import type { Operation } from 'rfc6902';
import type { LetterFix } from '../dead-letters/redrive-message.js';
import type { Sweep } from '../dead-letters/letter-service.js';
import { LETTER_NUMBER } from '../dead-letters/letter-of.js';
import { By, Limit, QueryLimit, Reason } from './rules.js';
import { OperatorActDto } from './saga.dto.js';

const STATES: LetterState[] = ['open', 'redriven', 'discarded'];
const TEXT = { message: 'must be a text of 1 to 500 characters, or left out' };
const TIME = { message: 'must be a time as in 2026-01-31T12:00:00Z, or left out' };
const FLAG = { message: 'must be true or false, or left out' };
const PATCH = { message: 'must be a JSON patch (RFC 6902): an array of at most 1000 operations' };

const flag = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

/** A text to be found as it is. */
function Text(): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(TEXT), Length(1, 500, TEXT));
}

/** Headers to set, and those to take away as null. */
function IsHeaders(): PropertyDecorator {
  const isHeaders = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => text === null || typeof text === 'string');
  const message = 'must be an object whose fields are texts, or null for a header to take away';
  return ValidateBy({ name: 'isHeaders', validator: { validate: isHeaders } }, { message });
}

/** Which dead letters; what is left out matches all. */
class MatchingDto {
  /** The code of the cause. */
  @Text() code?: string;
  @Text() topic?: string;
  /** The consumer group that gave the message up. */
  @Text() group?: string;
  @Text() saga?: string;
  @Text() fingerprint?: string;
  @Text() tenant?: string;

  /** Whether they came of a redrive. */
  @IsOptional()
  @Transform(flag)
  @IsBoolean(FLAG)
  cameBack?: boolean;

  /** Given up at or after. */
  @IsOptional()
  @IsISO8601({ strict: true }, TIME)
  @Matches(/T.*(Z|[+-]\d\d:\d\d)$/, TIME)
  from?: string;

  /** Given up before. */
  @IsOptional()
  @IsISO8601({ strict: true }, TIME)
  @Matches(/T.*(Z|[+-]\d\d:\d\d)$/, TIME)
  until?: string;
}

export class FindLettersDto extends MatchingDto {
  @IsOptional()
  @IsIn(STATES, { message: `must be one of ${STATES.join(', ')}` })
  state?: LetterState;

  @QueryLimit()
  limit = 50;
}

export class ListLettersDto extends FindLettersDto {
  @IsOptional()
  @Matches(LETTER_NUMBER, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}

/** What to change of a message before it is sent again; of `patch`, `value` and `base64` one at the most. */
export class RedriveDto extends OperatorActDto implements LetterFix {
  /** Only says what would be sent, and what would come of it. */
  @IsOptional()
  @IsBoolean(FLAG)
  dryRun?: boolean;

  @Text() key?: string;

  @IsOptional()
  @IsHeaders()
  headers?: Record<string, string | null>;

  @IsOptional()
  @IsArray(PATCH)
  @ArrayMaxSize(1_000, PATCH)
  @IsObject({ ...PATCH, each: true })
  patch?: Operation[];

  @Allow()
  value?: Json;

  @IsOptional()
  @IsBase64({}, { message: 'must be the whole new value in base64, or left out' })
  base64?: string;
}

/** Which letters to close, and how far an earlier call has come with them. */
class SweepDto extends MatchingDto {
  @Limit()
  limit = 100;

  @IsOptional()
  @Matches(/^\d{1,18}-\d{1,18}$/, { message: 'must be the "next" of an earlier answer' })
  after?: string;
}

export class SweepLettersDto extends SweepDto implements OperatorActDto {
  @By()
  by!: string;

  @Reason()
  reason!: string;
}

export class RedriveLettersDto extends SweepLettersDto {
  /** Only says of each what would be sent, and what would come of it. */
  @IsOptional()
  @IsBoolean(FLAG)
  dryRun?: boolean;
}

export function filterOf(asked: MatchingDto & { state?: LetterState }): LetterFilter {
  const { state, code, topic, group, saga, fingerprint, tenant, cameBack, from, until } = asked;
  return {
    ...{ state, code, topic, group, saga, fingerprint, tenant, cameBack },
    from: from === undefined ? undefined : new Date(from),
    until: until === undefined ? undefined : new Date(until),
  };
}

export function sweepOf(asked: SweepDto): Sweep {
  const { limit, after } = asked;
  const sweep = { filter: filterOf(asked), limit };
  if (after === undefined) return sweep;
  const [letter, end] = after.split('-') as [string, string];
  return { ...sweep, after: { letter, end } };
}

/** What of a request is the fix; a value may be null, so what is left out is left out here, too. */
export function fixOf({ key, headers, patch, value, base64 }: RedriveDto): LetterFix {
  const given = Object.entries({ key, headers, patch, value, base64 }).filter(
    ([, part]) => part !== undefined,
  );
  return Object.fromEntries(given);
}
