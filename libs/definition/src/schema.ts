import { DURATION_PATTERN } from './duration.js';

export const NAME_PATTERN = '^[a-z][a-z0-9-]{0,99}$';
/** Step names are read by expressions (`steps.reserveStock.total`), so they are identifiers. */
export const STEP_NAME_PATTERN = '^[a-z][A-Za-z0-9_]{0,99}$';
export const COMMAND_PATTERN = '^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$';
export const TOPIC_PATTERN = '^[A-Za-z0-9._-]{1,249}$';

const text = { type: 'string' };
const name = { type: 'string', pattern: NAME_PATTERN };
const duration = { type: 'string', pattern: DURATION_PATTERN, description: 'Such as 250ms, 30s, 5m, 2h, 7d' };
const command = { type: 'string', pattern: COMMAND_PATTERN, description: '<participant>.<action>' };
const expression = { type: 'string', minLength: 1, description: 'An expression (CEL), without ${ }' };
const template = {
  type: ['object', 'string'],
  description: 'JSON in which "${ expression }" stands for a value (CEL)',
};
const retry = { $ref: '#/$defs/retry' };
const flow = { $ref: '#/$defs/flow' };
const count = (maximum: number) => ({ type: 'integer', minimum: 1, maximum });

/** An object with these fields and no others. */
function object<Properties extends object>(required: string[], properties: Properties) {
  return { type: 'object', required, additionalProperties: false, properties } as const;
}

/** A step of one kind: what all have, and its own. */
function step<Properties extends object>(required: string[], properties: Properties) {
  const own = { name: { type: 'string', pattern: STEP_NAME_PATTERN }, description: text };
  return object(['name', ...required], { ...own, ...properties });
}

/** What is written as a command's name alone, or in full. */
function nameOr(definition: string, pattern = COMMAND_PATTERN) {
  return { if: text, then: { type: 'string', pattern }, else: { $ref: `#/$defs/${definition}` } };
}

const sideCommand = { command, input: template, timeout: duration, retry };

/** What is said of an event, whatever it is observed by. */
const observedEvent = {
  type: { type: 'string', minLength: 1 },
  topic: { type: 'string', pattern: TOPIC_PATTERN },
  after: { type: 'array', items: { type: 'string', pattern: STEP_NAME_PATTERN } },
  within: duration,
  optional: { type: 'boolean' },
  fails: { type: 'boolean' },
  compensate: {
    if: { type: 'object', required: ['event'] },
    then: { $ref: '#/$defs/compensatingEvent' },
    else: nameOr('compensation', `^none$|${COMMAND_PATTERN}`),
  },
};

/** Events by their names, which are those of steps. */
function eventsOf(event: object) {
  const propertyNames = { pattern: STEP_NAME_PATTERN };
  return { type: 'object', minProperties: 1, maxProperties: 200, propertyNames, additionalProperties: event };
}

/** The kinds of steps, each known by a field that only it has; a step without any of these is a command. */
const KINDS = [
  'parallel',
  'choose',
  'each',
  'repeat',
  'try',
  'saga',
  'event',
  'observe',
  'signal',
  'approval',
  'delay',
  'delayUntil',
];

const head = {
  name,
  description: text,
  deadline: duration,
  output: template,
  compensation: object([], {
    order: { enum: ['reverse', 'parallel', 'custom'] },
    concurrency: count(1000),
  }),
  onFailure: flow,
  participants: {
    type: 'object',
    additionalProperties: object(['group'], { group: { type: 'string', minLength: 1 } }),
  },
};

/** The published JSON Schema of a saga definition, for editors and for the first of the static checks. */
export const sagaDefinitionSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Saga definition',
  if: { type: 'object', required: ['choreography'] },
  then: { $ref: '#/$defs/choreography' },
  else: { $ref: '#/$defs/saga' },
  $defs: {
    saga: object(['name', 'steps'], {
      ...head,
      startOn: { type: 'array', items: { $ref: '#/$defs/trigger' } },
      steps: flow,
    }),
    choreography: object(['name', 'choreography'], {
      ...head,
      choreography: object(['events'], {
        keep: duration,
        events: eventsOf(
          object(['type', 'topic', 'key'], {
            ...observedEvent,
            key: expression,
            starts: { type: 'boolean' },
          }),
        ),
      }),
    }),
    trigger: object(['event', 'topic', 'key'], {
      event: { type: 'string', minLength: 1 },
      topic: { type: 'string', pattern: TOPIC_PATTERN },
      key: expression,
      input: template,
    }),
    step: KINDS.reduceRight<object>(
      (otherwise, kind) => ({
        if: { required: [kind] },
        then: { $ref: `#/$defs/${kind === 'saga' ? 'childSaga' : kind}` },
        else: otherwise,
      }),
      { $ref: '#/$defs/command' },
    ),
    command: step(['command'], {
      command,
      input: template,
      output: template,
      timeout: duration,
      retry,
      compensate: nameOr('compensation', `^none$|${COMMAND_PATTERN}`),
      pivot: { type: 'boolean' },
      clock: { enum: ['always', 'while-consuming'] },
      status: nameOr('statusQuery'),
      lock: object(['key'], {
        key: expression,
        conflict: { enum: ['wait', 'queue', 'fail'] },
        timeout: duration,
      }),
      reread: object(['command', 'unchanged'], { ...sideCommand, unchanged: expression }),
      commutative: { type: 'boolean' },
    }),
    parallel: step(['parallel'], {
      parallel: object(['branches'], {
        join: { if: text, then: { enum: ['all', 'any'] }, else: count(100) },
        branches: {
          type: 'object',
          minProperties: 2,
          maxProperties: 100,
          propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9 _-]{0,99}$' },
          additionalProperties: flow,
        },
      }),
    }),
    choose: step(['choose'], {
      choose: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: object(['steps'], { when: expression, steps: flow }),
      },
    }),
    each: step(['each'], {
      each: object(['in', 'steps'], {
        in: expression,
        as: { type: 'string', pattern: STEP_NAME_PATTERN },
        concurrency: count(1000),
        steps: flow,
        output: template,
      }),
    }),
    repeat: step(['repeat'], {
      repeat: object(['until', 'atMost', 'steps'], { until: expression, atMost: count(1000), steps: flow }),
    }),
    try: step(['try'], {
      try: {
        type: 'array',
        minItems: 2,
        maxItems: 100,
        items: object(['steps'], { when: expression, steps: { ...flowOf(0) } }),
      },
    }),
    childSaga: step(['saga'], {
      saga: name,
      version: { type: 'integer', minimum: 1 },
      input: template,
      output: template,
      timeout: duration,
    }),
    event: step(['event'], {
      event: object(['type', 'topic', 'key', 'match'], {
        type: { type: 'string', minLength: 1 },
        topic: { type: 'string', pattern: TOPIC_PATTERN },
        key: expression,
        match: expression,
        keep: duration,
      }),
      output: template,
      timeout: duration,
    }),
    observe: step(['observe'], {
      observe: object(['key', 'events'], {
        key: expression,
        keep: duration,
        events: eventsOf(object(['type', 'topic', 'match'], { ...observedEvent, match: expression })),
      }),
    }),
    compensatingEvent: object(['event', 'topic'], {
      event: { type: 'string', minLength: 1 },
      topic: { type: 'string', pattern: TOPIC_PATTERN },
      key: expression,
      input: template,
    }),
    signal: step(['signal'], { signal: name, output: template, timeout: duration }),
    approval: step(['approval'], {
      approval: object([], {
        question: template,
        approvers: { type: 'array', items: { type: 'string', minLength: 1 } },
        default: { enum: ['approve', 'reject'] },
      }),
      timeout: duration,
    }),
    delay: step(['delay'], { delay: duration }),
    delayUntil: step(['delayUntil'], { delayUntil: expression }),
    flow: flowOf(1),
    compensation: object(['command'], {
      ...sideCommand,
      after: { type: 'array', items: { type: 'string', pattern: STEP_NAME_PATTERN } },
      verify: nameOr('sideCommand'),
    }),
    sideCommand: object(['command'], sideCommand),
    statusQuery: object(['command'], { ...sideCommand, deadline: duration }),
    retry: object([], {
      attempts: count(1000),
      backoff: duration,
      factor: { type: 'number', minimum: 1, maximum: 10 },
      maxBackoff: duration,
      jitter: { type: 'number', minimum: 0, maximum: 1 },
      nonRetryable: { type: 'array', items: { type: 'string', minLength: 1 } },
    }),
  },
} as const;

function flowOf(minItems: number) {
  return { type: 'array', minItems, maxItems: 1000, items: { $ref: '#/$defs/step' } } as const;
}
