import { compile, parseDefinition, type Plan } from '@saga/definition';
import type { Names } from '../names.js';
import { ScriptedSaga } from './scripted-saga.js';

/** A version of a definition, the second one unless it is said. */
export function version(definition: string, number = 2): Plan {
  return compile(parseDefinition(definition), number);
}

/** A saga of version 1 of a definition, in which these steps have succeeded. */
export function sagaAt(definition: string, ...done: string[]): ScriptedSaga {
  const saga = new ScriptedSaga(definition);
  for (const step of done) saga.succeeds(step);
  return saga;
}

/** Migrates the saga to version 2; gives every reason why it could not be done. */
export function migrate(saga: ScriptedSaga, definition: string, steps: Names = {}): string[] {
  const decision = saga.story.migrate(version(definition), steps);
  return 'refusals' in decision ? decision.refusals.map(({ path, message }) => `${path}: ${message}`) : [];
}

/** Steps one after the other, each called as its command, or otherwise: `first=a`. */
export function flow(...steps: string[]): string {
  return `name: flow\nsteps:\n${steps.map((each) => step(each)).join('')}`;
}

/** A step that can be undone; `more` are further fields. */
export function step(written: string, more = ''): string {
  const [name, command = name] = written.split('=');
  return `  - { name: ${name}, command: any.${command}, compensate: any.un-${command} ${more} }\n`;
}
