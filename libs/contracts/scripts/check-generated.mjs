/** Exits 1 when src/gen is not what `npm run generate` would write now. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const lib = join(import.meta.dirname, '..');
const proto = join(lib, '../../proto');
const scratch = mkdtempSync(join(tmpdir(), 'saga-contracts-'));

/** @returns {Map<string, string>} contents by path of all files below a folder */
function contents(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((file) => join(file.parentPath, file.name));
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]));
}

try {
  const template = join(proto, 'buf.gen.yaml');
  execFileSync('buf', ['generate', proto, '--template', template, '-o', scratch], {
    cwd: lib,
    stdio: 'inherit',
  });
  const wanted = contents(join(scratch, 'src/gen'));
  const found = contents(join(lib, 'src/gen'));
  const stale = [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (path) => wanted.get(path) !== found.get(path),
  );
  if (stale.length > 0) {
    console.error(`libs/contracts/src/gen differs from proto/ in: ${stale.join(', ')}`);
    console.error('Run `npm run generate -w @saga/contracts` and commit the result.');
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
