import { examine } from '../examine/examine.js';
import { textReport } from '../examine/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { drawSaga } from '../graph/draw-saga.js';
import { mermaid } from '../graph/mermaid.js';
import { deliver } from '../output.js';
import { plain, type Terminal } from '../terminal.js';

export interface GraphOptions {
  /** By default what the name of the output asks for. */
  format?: 'mermaid' | 'svg';
  output?: string;
}

/** Draws the saga of a file; one with faults is not drawn, its faults are told instead. */
export async function graph(
  file: string,
  { output, format = output?.endsWith('.svg') ? 'svg' : 'mermaid' }: GraphOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const finding = await examine(file, terminal);
  if (finding.status !== 'ok') {
    terminal.err(textReport([finding], plain));
    return finding.status === 'faulty' ? EXIT.faults : EXIT.trouble;
  }
  const picture = drawSaga(finding.definition);
  await deliver(format === 'svg' ? await drawSvg(picture) : mermaid(picture), output, terminal);
  return EXIT.ok;
}

/** Graphviz is a megabyte of WebAssembly, which only this needs. */
async function drawSvg(picture: ReturnType<typeof drawSaga>): Promise<string> {
  const { svg } = await import('../graph/svg.js');
  return svg(picture);
}
