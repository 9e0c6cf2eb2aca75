import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Where the console's build leaves its files. */
const CONSOLE = join(import.meta.dirname, '../../console/dist');

/** Addresses that are the coordinator's own, or files: never pages of the console. */
const NOT_A_PAGE = /^\/(v1|healthz|readyz|assets)(\/|$)/;

/** All that a page may do: load this coordinator's files and call its API. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `connect-src 'self'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

interface Request {
  method: string;
  path: string;
  accepts(types: string[]): string | false;
}

interface Answer {
  setHeader(name: string, value: string): unknown;
  sendFile(file: string, options: { root: string }): void;
}

/** Serves the console beside the API, if it is built in `folder`; says whether it is. */
export function serveConsole(app: NestExpressApplication, folder = CONSOLE): boolean {
  if (!existsSync(join(folder, 'index.html'))) return false;
  // The names of these files change with what is in them.
  app.useStaticAssets(join(folder, 'assets'), {
    prefix: '/assets',
    immutable: true,
    maxAge: '365d',
    setHeaders: secure,
  });
  app.useStaticAssets(folder, { index: false, setHeaders: secure });
  app.use((request: Request, answer: Answer, next: () => void) => {
    if (!asksForPage(request)) return next();
    secure(answer);
    answer.setHeader('cache-control', 'no-cache');
    answer.sendFile('index.html', { root: folder });
  });
  return true;
}

/** The page finds out itself, from its address, what to show. */
function asksForPage(request: Request): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !NOT_A_PAGE.test(request.path) &&
    request.accepts(['json', 'html']) === 'html'
  );
}

function secure(answer: Pick<Answer, 'setHeader'>): void {
  answer.setHeader('content-security-policy', POLICY);
  answer.setHeader('x-content-type-options', 'nosniff');
  answer.setHeader('referrer-policy', 'no-referrer');
}
