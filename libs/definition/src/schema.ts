import { DURATION_PATTERN } from './duration.js';

export const NAME_PATTERN = '^[a-z][a-z0-9-]{0,99}$';
/** Step names are read by expressions (`steps.reserveStock.total`), so they are identifiers. */
export const STEP_NAME_PATTERN = '^[a-z][A-Za-z0-9_]{0,99}$';
export const COMMAND_PATTERN = '^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$';
export const TOPIC_PATTERN = '^[A-Za-z0-9._-]{1,249}$';

const duration = { type: 'string', pattern: DURATION_PATTERN, description: 'Such as 250ms, 30s, 5m, 2h, 7d' };
const command = { type: 'string', pattern: COMMAND_PATTERN, description: '<participant>.<action>' };
const template = { description: 'JSON in which "${ expression }" stands for a value (CEL)' };
const group = {
  name: { type: 'string', pattern: STEP_NAME_PATTERN },
  description: { type: 'string' },
};
const retry = { $ref: '#/$defs/retry' };

/** The published JSON Schema of a saga definition, for editors and for the first of the static checks. */
export const sagaDefinitionSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Saga definition',
  type: 'object',
  required: ['name', 'steps'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: NAME_PATTERN },
    description: { type: 'string' },
    deadline: duration,
    startOn: { type: 'array', items: { $ref: '#/$defs/trigger' } },
    steps: { $ref: '#/$defs/flow' },
  },
  $defs: {
    trigger: {
      type: 'object',
      required: ['event', 'topic', 'key'],
      additionalProperties: false,
      properties: {
        event: { type: 'string', minLength: 1 },
        topic: { type: 'string', pattern: TOPIC_PATTERN },
        key: { type: 'string', minLength: 1, description: 'An expression over event, without ${ }' },
        input: { type: ['object', 'string'], ...template },
      },
    },
    step: {
      if: { required: ['parallel'] },
      then: { $ref: '#/$defs/parallel' },
      else: {
        if: { required: ['choose'] },
        then: { $ref: '#/$defs/choose' },
        else: {
          if: { required: ['delay'] },
          then: { $ref: '#/$defs/delay' },
          else: { $ref: '#/$defs/command' },
        },
      },
    },
    command: {
      type: 'object',
      required: ['name', 'command'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', pattern: STEP_NAME_PATTERN },
        description: { type: 'string' },
        command,
        input: { type: ['object', 'string'], ...template },
        output: { type: ['object', 'string'], ...template },
        timeout: duration,
        retry,
        compensate: {
          if: { type: 'string' },
          then: { type: 'string', pattern: `^none$|${COMMAND_PATTERN}` },
          else: { $ref: '#/$defs/compensation' },
        },
        pivot: { type: 'boolean' },
      },
    },
    parallel: {
      type: 'object',
      required: ['name', 'parallel'],
      additionalProperties: false,
      properties: {
        ...group,
        parallel: {
          type: 'object',
          required: ['branches'],
          additionalProperties: false,
          properties: {
            branches: {
              type: 'object',
              minProperties: 2,
              maxProperties: 100,
              additionalProperties: { $ref: '#/$defs/flow' },
            },
          },
        },
      },
    },
    choose: {
      type: 'object',
      required: ['name', 'choose'],
      additionalProperties: false,
      properties: {
        ...group,
        choose: {
          type: 'array',
          minItems: 1,
          maxItems: 100,
          items: {
            type: 'object',
            required: ['steps'],
            additionalProperties: false,
            properties: {
              when: { type: 'string', minLength: 1, description: 'An expression, without ${ }' },
              steps: { $ref: '#/$defs/flow' },
            },
          },
        },
      },
    },
    delay: {
      type: 'object',
      required: ['name', 'delay'],
      additionalProperties: false,
      properties: { ...group, delay: duration },
    },
    flow: { type: 'array', minItems: 1, maxItems: 1000, items: { $ref: '#/$defs/step' } },
    compensation: {
      type: 'object',
      required: ['command'],
      additionalProperties: false,
      properties: { command, input: { type: ['object', 'string'], ...template }, timeout: duration, retry },
    },
    retry: {
      type: 'object',
      additionalProperties: false,
      properties: {
        attempts: { type: 'integer', minimum: 1, maximum: 1000 },
        backoff: duration,
        factor: { type: 'number', minimum: 1, maximum: 10 },
        maxBackoff: duration,
        jitter: { type: 'number', minimum: 0, maximum: 1 },
        nonRetryable: { type: 'array', items: { type: 'string', minLength: 1 } },
      },
    },
  },
} as const;
