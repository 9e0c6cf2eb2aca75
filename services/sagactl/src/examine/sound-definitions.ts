import type { SagaDefinition } from '@saga/definition';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { plain, type Terminal } from '../terminal.js';
import { examine } from './examine.js';
import { textReport } from './report.js';

/** The definitions of files. The faults of those that have any are told, and the status is that of the worst. */
export async function soundDefinitions(
  files: string[],
  terminal: Terminal,
): Promise<{ sound: SagaDefinition[]; status: ExitStatus }> {
  const sound: SagaDefinition[] = [];
  let status: ExitStatus = EXIT.ok;
  for (const file of files) {
    const finding = await examine(file, terminal);
    if (finding.status === 'ok') sound.push(finding.definition);
    else {
      terminal.err(textReport([finding], plain));
      if (status !== EXIT.trouble) status = finding.status === 'faulty' ? EXIT.faults : EXIT.trouble;
    }
  }
  return { sound, status };
}
