import { Failed } from './run.mjs';

const OLDEST = [20, 19];

/** Throws `Failed` when `version` ("20.19.0") is older than what the project runs on. */
export function assertNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Failed(
    `Node ${OLDEST.join('.')} or newer is needed, this is ${version}: get it from https://nodejs.org`,
  );
}
