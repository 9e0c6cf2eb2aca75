/** Nx plugin: each folder with a package.json in libs/ and services/ can be built, linted and tested; a service started. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const inWorkspace = (command) => ({ command, options: { cwd: '{workspaceRoot}' } });

function targetsOf(projectRoot, workspaceRoot) {
  const isPage = existsSync(join(workspaceRoot, projectRoot, 'vite.config.ts'));
  const build = isPage ? `tsc -p ${projectRoot} && vite build ${projectRoot}` : `tsc -b ${projectRoot}`;
  const targets = {
    build: { ...inWorkspace(build), outputs: ['{projectRoot}/dist'] },
    lint: inWorkspace(`eslint ${projectRoot}`),
    test: inWorkspace(`jest --passWithNoTests ${projectRoot}/`),
  };
  if (!projectRoot.startsWith('services/')) return targets;
  const start = isPage ? `vite ${projectRoot}` : `node ${join(projectRoot, 'dist/main.js')}`;
  return { ...targets, start: inWorkspace(start) };
}

export const name = 'saga-targets';

export const createNodes = [
  '{libs,services}/*/package.json',
  (packageFiles, _options, { workspaceRoot }) =>
    packageFiles.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { targets: targetsOf(root, workspaceRoot) } } }];
    }),
];
