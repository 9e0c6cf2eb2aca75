import { type Style, visible } from '../terminal.js';
import type { Finding } from './verify.js';

const MARKS = { kept: 'kept', broken: 'BROKEN', 'not-tried': 'not tried' } as const;
const LOOKS = { kept: 'green', broken: 'red', 'not-tried': 'dim' } as const;

/** The findings for people: a line for each rule and, of those that are broken, how that was seen. */
export function textReport(participant: string, findings: Finding[], style: Style): string {
  const width = Math.max(...findings.map(({ rule }) => rule.name.length));
  const lines = findings.flatMap((finding) => {
    const { rule, result } = finding;
    const mark = style(LOOKS[result], MARKS[result].padEnd(9));
    const line = `${mark}  ${rule.name.padEnd(width)}  ${rule.says}`;
    return result === 'not-tried' ? [`${line} (${finding.because})`] : [line, ...breachLines(finding, style)];
  });
  return [...lines, '', `${participant}: ${summary(findings)}`, ''].join('\n');
}

function breachLines(finding: Finding, style: Style): string[] {
  if (finding.result !== 'broken') return [];
  const { sent, expected, came } = finding.breach;
  const told = { sent, expected, came, see: `docs/contract.md#${finding.rule.section}` };
  return Object.entries(told).map(
    ([what, text]) => `             ${style('dim', what.padEnd(8))}  ${visible(text)}`,
  );
}

function summary(findings: Finding[]): string {
  const count = (result: Finding['result']) => findings.filter((finding) => finding.result === result).length;
  return `${count('kept')} rules kept, ${count('broken')} broken, ${count('not-tried')} not tried`;
}

/** The findings for programs, as JSON. */
export function jsonReport(participant: string, findings: Finding[]): string {
  const rules = findings.map(({ rule: { name, says, section }, ...finding }) => ({
    ...{ name, says, section: `docs/contract.md#${section}` },
    ...finding,
  }));
  return `${JSON.stringify({ participant, rules }, null, 2)}\n`;
}
