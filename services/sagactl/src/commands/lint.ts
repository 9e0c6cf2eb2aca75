import { examine, type Finding } from '../examine/examine.js';
import { jsonReport, textReport } from '../examine/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';

export interface LintOptions {
  format: 'text' | 'json';
}

const STATUS: Record<Finding['status'], ExitStatus> = {
  ok: EXIT.ok,
  faulty: EXIT.faults,
  unreadable: EXIT.trouble,
};

/** Checks every file and reports on all of them; ends with the status of the worst. */
export async function lint(
  files: string[],
  { format }: LintOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const findings: Finding[] = [];
  for (const file of files) findings.push(await examine(file, terminal));
  terminal.out(format === 'json' ? jsonReport(findings) : textReport(findings, terminal.style));
  return Math.max(...findings.map(({ status }) => STATUS[status])) as ExitStatus;
}
