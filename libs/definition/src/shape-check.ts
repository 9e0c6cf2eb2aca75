import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Fault } from './fault.js';
import { sagaDefinitionSchema } from './schema.js';

const validate = new Ajv2020({ allErrors: true, strict: false, verbose: true }).compile(sagaDefinitionSchema);

/** The faults in the shape of a would-be definition: fields missing, unknown, of the wrong type or form. */
export function shapeFaults(value: unknown): Fault[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).filter((error) => error.keyword !== 'if').map(faultOf);
}

function faultOf(error: ErrorObject): Fault {
  const path = error.instancePath;
  switch (error.keyword) {
    case 'required': {
      const field = error.params.missingProperty as string;
      return { path: `${path}/${field}`, message: `"${field}" is missing`, fix: `add "${field}"` };
    }
    case 'additionalProperties': {
      const field = error.params.additionalProperty as string;
      const known = Object.keys((error.parentSchema as { properties: object }).properties).join(', ');
      return { path: `${path}/${field}`, message: `unknown field "${field}"`, fix: `use one of: ${known}` };
    }
    case 'pattern': {
      const hint = (error.parentSchema as { description?: string }).description;
      return {
        path,
        message: `${JSON.stringify(error.data)} does not have the form ${error.params.pattern}`,
        fix: hint ? hint[0]!.toLowerCase() + hint.slice(1) : 'rename it',
      };
    }
    case 'type':
      return {
        path,
        message: `${kindOf(error.data)} where ${[error.params.type].flat().join(' or ')} is expected`,
        fix: `write ${[error.params.type].flat().join(' or ')}`,
      };
    case 'enum': {
      const values = (error.params.allowedValues as string[]).join(', ');
      const message = `${JSON.stringify(error.data)} is not one of ${values}`;
      return { path, message, fix: `write one of: ${values}` };
    }
    default:
      return { path, message: error.message ?? error.keyword, fix: 'change the value so' };
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
