import { diffDefinitions, type Difference, type Json } from '@saga/definition';
import type { DiffAnswer } from '../client/migration-answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { soundDefinitions } from '../examine/sound-definitions.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { type Terminal, visible } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { reasonsText } from './migrate-reasons.js';
import { printAnswer } from './print-answer.js';

/** Tells in what the definitions of two files differ; where one has faults, these are told instead. */
export async function diffFiles(
  files: [string, string],
  { format }: Pick<CoordinatorOptions, 'format'>,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { sound, status } = await soundDefinitions(files, terminal);
  if (status !== EXIT.ok) return status;
  const differences = diffDefinitions(sound[0]!, sound[1]!);
  printAnswer(differences, differencesText, { format }, terminal);
  return EXIT.ok;
}

/** Tells in what two registered versions differ, and how many running sagas of the one could go on by the other. */
export async function diffVersions(
  name: string,
  from: number,
  to: number,
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const answer = await new CoordinatorClient(url).diff(name, from, to);
  printAnswer(answer, answerText, { format }, terminal);
  return EXIT.ok;
}

function answerText({ name, from, to, differences, running }: DiffAnswer): string {
  const { sagas, examined, migrated } = running;
  const looked = examined < sagas ? `, of the ${examined} that were looked at` : '';
  const could = `${sagas} running sagas of version ${from}${looked} ${migrated} could go on by version ${to}\n`;
  return `${name}: version ${from} and version ${to}\n${differencesText(differences)}\n${could}${reasonsText(running)}`;
}

function differencesText(differences: Difference[]): string {
  if (differences.length === 0) return 'They say the same.\n';
  return differences.map((difference) => `${lineOf(difference)}\n`).join('');
}

function lineOf(difference: Difference): string {
  switch (difference.change) {
    case 'added':
      return `+ ${difference.step}, ${difference.place}`;
    case 'removed':
      return `- ${difference.step}, ${difference.place}`;
    case 'renamed':
      return `~ ${difference.step} is called ${difference.to}`;
    case 'moved':
      return `~ ${difference.step} moved: ${difference.from} -> ${difference.to}`;
    case 'changed': {
      const { step, field, from, to } = difference;
      return `~ ${step ?? 'saga'} ${visible(field)}: ${valueOf(from)} -> ${valueOf(to)}`;
    }
  }
}

function valueOf(value: Json): string {
  return value === null ? 'nothing' : visible(JSON.stringify(value));
}
