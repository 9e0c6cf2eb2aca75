import { invalid, objectField, positiveIntegerField } from './fields.js';
import type { Json, Parent } from './messages.js';
import { SAGA_ID, STEP_NAME } from './names.js';

/** @throws MalformedMessage unless the field says which attempt at which step of which saga */
export function parentField(value: Json | undefined, field: string): Parent {
  const { sagaId, step, attempt } = objectField(value, field);
  return {
    sagaId: namedField(sagaId, `${field}.sagaId`, SAGA_ID, 'the id of a saga'),
    step: namedField(step, `${field}.step`, STEP_NAME, 'the name of a step'),
    attempt: positiveIntegerField(attempt, `${field}.attempt`),
  };
}

function namedField(value: Json | undefined, field: string, form: RegExp, wanted: string): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw invalid(field, value, wanted);
}
