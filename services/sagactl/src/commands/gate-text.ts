import type { VersionAnswer } from '../client/migration-answers.js';
import { table } from '../table.js';
import { visible } from '../terminal.js';
import type { Concern, GateCheck, Verdict } from './gate-check.js';

const HEADS = ['DEFINITION', 'HERE', 'LATEST', 'RUNNING'];
const CONCERNS = ['DEFINITION', 'VERSION', 'STEP', 'SAGAS', 'WHY'];

/** What the gate has found, as tables. */
export function gateText({ verdicts, problems, notes }: GateCheck): string {
  const told =
    verdicts.length > 0 ? table([HEADS, ...verdicts.map(verdictCells)]) : 'There is no definition.\n';
  return [
    told,
    problems.length > 0 ? `\nWhat this would break:\n${concernTable(problems)}` : '',
    notes.length > 0 ? `\nWhat to know:\n${concernTable(notes)}` : '',
    problems.length > 0 ? '' : '\nNothing would break.\n',
  ].join('');
}

function verdictCells({ definition, here, latest, running }: Verdict): string[] {
  const becomes = here === 'changed' ? `changed: becomes version ${latest! + 1}` : here;
  return [definition, becomes, `${latest ?? '-'}`, running.map(runningText).join('; ') || '-'];
}

function runningText({ version, running: { sagas, at } }: VersionAnswer): string {
  const places = at.map(
    ({ step, direction, sagas }) => `${direction === 'undo' ? 'undo ' : ''}${step} ${sagas}`,
  );
  return `version ${version}: ${sagas}${places.length > 0 ? ` (${places.join(', ')})` : ''}`;
}

function concernTable(concerns: Concern[]): string {
  return table([
    CONCERNS,
    ...concerns.map(({ definition, version, step, sagas, why, fix }) => [
      ...[definition, `${version ?? '-'}`, step ?? '-', sagas > 0 ? `${sagas}` : '-'],
      `${visible(why)}; fix: ${visible(fix)}`,
    ]),
  ]);
}
