import { countSteps } from '../graph/outline.js';
import { plain, type Style, visible } from '../terminal.js';
import type { Finding, PlacedFault } from './examine.js';

/** The findings for people: `file:line:column: message`, which editors and CI turn into links. */
export function textReport(findings: Finding[], style: Style): string {
  return findings.map((finding) => textOf(finding, style)).join('');
}

/** The findings for programs, as JSON. */
export function jsonReport(findings: Finding[]): string {
  const entries = findings.map((finding) => {
    if (finding.status !== 'ok') return finding;
    const { file, status, definition } = finding;
    return { file, status, name: definition.name, steps: countSteps(definition.steps) };
  });
  return JSON.stringify(entries, null, 2) + '\n';
}

function textOf(finding: Finding, style: Style): string {
  const file = nameOf(finding.file);
  if (finding.status === 'ok') {
    const { name, steps } = finding.definition;
    return `${name}: ${style('green', 'ok')}, ${counted(countSteps(steps), 'step')}\n`;
  }
  const faults = finding.faults.map((fault) => faultText(file, fault, style));
  if (finding.status === 'unreadable') return faults.join('');
  return `${faults.join('')}${file}: ${style('red', counted(faults.length, 'fault'))}\n`;
}

function faultText(file: string, { path, message, fix, line, column }: PlacedFault, style: Style): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const pointer = path && `${style('dim', `at ${visible(path)}`)}; `;
  return `${style('bold', visible(place))}: ${visible(message)}\n  ${pointer}fix: ${visible(fix)}\n`;
}

/** One thing to tell of a file, as a report for people has it, without colours. */
export function placedText(file: string, fault: PlacedFault): string {
  return faultText(nameOf(file), fault, plain);
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
