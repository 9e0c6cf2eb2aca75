/** Nx plugin: each folder with a package.json in libs/ and services/ can be built, linted and tested; a service started. */
import { dirname, join } from 'node:path';

const inWorkspace = (command) => ({ command, options: { cwd: '{workspaceRoot}' } });

function targetsOf(projectRoot) {
  const targets = {
    build: { ...inWorkspace(`tsc -b ${projectRoot}`), outputs: ['{projectRoot}/dist'] },
    lint: inWorkspace(`eslint ${projectRoot}`),
    test: inWorkspace(`jest --passWithNoTests ${projectRoot}/`),
  };
  if (!projectRoot.startsWith('services/')) return targets;
  return { ...targets, start: inWorkspace(`node ${join(projectRoot, 'dist/main.js')}`) };
}

export const name = 'saga-targets';

export const createNodes = [
  '{libs,services}/*/package.json',
  (packageFiles) =>
    packageFiles.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { targets: targetsOf(root) } } }];
    }),
];
