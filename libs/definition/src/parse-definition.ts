import { LineCounter, parseDocument } from 'yaml';
import { InvalidDefinition } from './fault.js';
import { nestsDeeperThan } from './yaml-nesting.js';

/** The largest text that is read as a definition. */
export const MAX_DEFINITION_BYTES = 256 * 1024;

/** How deep lists and objects may lie in one another. */
const MAX_NESTING = 100;

/**
 * Reads a definition from YAML or JSON (which is YAML too) without judging its content: `compile` does that.
 * Throws InvalidDefinition naming line and column when the text can't be read.
 */
export function parseDefinition(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_DEFINITION_BYTES)
    throw new InvalidDefinition([
      { path: '', message: `the text is longer than ${MAX_DEFINITION_BYTES} bytes`, fix: 'split the saga' },
    ]);
  if (nestsDeeperThan(MAX_NESTING, text))
    throw new InvalidDefinition([
      { path: '', message: `nested deeper than ${MAX_NESTING} levels`, fix: 'write it plainer' },
    ]);
  const lines = new LineCounter();
  const document = guarded(() => parseDocument(text, { lineCounter: lines, prettyErrors: false }));
  if (document.errors.length > 0)
    throw new InvalidDefinition(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { path: '', message: `line ${line}, column ${col}: ${error.message}`, fix: 'mend the YAML' };
      }),
    );
  return guarded(() => document.toJS({ maxAliasCount: 20 }));
}

/** The parser throws plain errors at aliases that lead nowhere or multiply. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidDefinition([
      { path: '', message: `can't be read: ${(error as Error).message}`, fix: 'write it plainer' },
    ]);
  }
}
