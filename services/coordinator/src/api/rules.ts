import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { numeric } from './numeric.js';

/*
 * The rules of fields that several requests have. Those of one field share their message: it says all that the
 * field must be, and so is the fix, whichever rule is broken.
 */
const BY = { message: 'must say who you are, in 1 to 200 characters' };
const REASON = { message: 'must say why, in 1 to 2000 characters' };
const LIMIT = { message: 'must be a whole number from 1 to 500, or left out' };

/** Who decides. */
export function By(): PropertyDecorator {
  return applyDecorators(IsString(BY), Length(1, 200, BY));
}

/** Why something is decided. */
export function Reason(): PropertyDecorator {
  return applyDecorators(IsString(REASON), Length(1, 2000, REASON));
}

/** How many to answer with, or to take at once. */
export function Limit(): PropertyDecorator {
  return applyDecorators(IsInt(LIMIT), Min(1, LIMIT), Max(500, LIMIT));
}

/** The same in a query, which has texts only. */
export function QueryLimit(): PropertyDecorator {
  return applyDecorators(Transform(numeric), Limit());
}

export function SagaId(): PropertyDecorator {
  return IsString({ message: 'must be the id of a saga' });
}

export function DefinitionName(): PropertyDecorator {
  return IsString({ message: 'must be the name of a definition' });
}
