import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface UserIds {
  uid: number;
  gid: number;
}

/** Whom root becomes to run Postgres: the machine's `postgres` user, else `nobody`; undefined when we are not root. */
export async function unprivilegedUser(): Promise<UserIds | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await idsOf('postgres')) ?? (await idsOf('nobody'));
}

const idsOf = (name: string): Promise<UserIds | undefined> =>
  Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).then(
    ([user, group]) => ({ uid: Number(user.stdout), gid: Number(group.stdout) }),
    () => undefined,
  );
