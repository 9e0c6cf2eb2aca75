import { compile, type SagaDefinition } from '@saga/definition';
import { commandsSent, type SentCommand } from './commands-sent.js';
import { fieldsRead } from './fields-read.js';
import { objectType, typeOf, unionOf } from './type-text.js';

/** One command over all definitions: what it may be sent, and what has to come of it. */
interface Declared {
  inputs: string[];
  /** The fields that are read of its output; the value says whether it may be left out. */
  fields: Map<string, boolean>;
  isBeside: boolean;
  senders: string[];
}

const HEAD = `type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The commands of the definitions, for \`handlersFor\` of @saga/participant. */
export interface Commands {
`;

/**
 * A TypeScript declaration of all commands that definitions send, by their names: with the fields of their inputs, and
 * the fields of their outputs that are read. A command beside a step may be left out by its participant.
 */
export function declareCommands(definitions: SagaDefinition[]): string {
  const commands = new Map<string, Declared>();
  for (const definition of definitions) {
    const plan = compile(definition, 1);
    for (const sent of commandsSent(definition)) {
      const declared = commands.get(sent.command) ?? nothingDeclared();
      commands.set(sent.command, declared);
      declare(declared, sent, definition.name);
      if (!sent.isOwn) continue;
      for (const [field, guarded] of fieldsRead(plan, sent.step))
        declared.fields.set(field, guarded && (declared.fields.get(field) ?? true));
    }
  }
  const names = [...commands.keys()].sort();
  return `${HEAD}${names.map((name) => entryOf(name, commands.get(name)!)).join('')}}\n`;
}

function nothingDeclared(): Declared {
  return { inputs: [], fields: new Map(), isBeside: true, senders: [] };
}

function declare(declared: Declared, { step, input, isBeside }: SentCommand, definition: string): void {
  declared.inputs.push(input === null ? '{ [field: string]: Json }' : typeOf(input));
  declared.isBeside &&= isBeside;
  const sender = `${definition}: ${step}`;
  if (!declared.senders.includes(sender)) declared.senders.push(sender);
}

function entryOf(name: string, { inputs, fields, isBeside, senders }: Declared): string {
  const read = [...fields].map(([field, isOptional]): [string, string, boolean] => [
    field,
    'Json',
    isOptional,
  ]);
  const output = read.length > 0 || isBeside ? objectType(read) : 'object | void';
  return (
    `  /** ${senders.join('; ')} */\n` +
    `  '${name}'${isBeside ? '?' : ''}: { input: ${unionOf(inputs)}; output: ${output} };\n`
  );
}
