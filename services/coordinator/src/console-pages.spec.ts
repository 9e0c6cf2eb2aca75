import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { serveConsole } from './console-pages.js';

@Controller('v1/sagas')
class Sagas {
  @Get()
  list() {
    return { sagas: [] };
  }
}

@Module({ controllers: [Sagas] })
class Api {}

/** What a browser asks for when somebody enters an address. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('serving the console', () => {
  let folder: string;
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'console-pages-spec-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<title>Saga console</title>');
    await writeFile(join(folder, 'favicon.svg'), '<svg/>');
    await writeFile(join(folder, 'assets/index-C0FFEE.js'), 'start()');
    app = await NestFactory.create<NestExpressApplication>(Api, { logger: false });
    serveConsole(app, folder);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const ask = (path: string, accept = BROWSER) => fetch(url + path, { headers: { accept } });

  it.each(['/', '/sagas/order%3A1%2Fa', '/definitions'])('answers %s with the page', async (path) => {
    const answer = await ask(path);
    expect(await answer.text()).toContain('Saga console');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets the page do nothing but load its own files and call the API', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'; script-src 'self'; style-src 'self'`);
    expect(policy).not.toContain('unsafe');
  });

  it('lets browsers keep the files whose names change with their content, and no others', async () => {
    const keeping = async (path: string) => (await ask(path)).headers.get('cache-control');
    expect(await keeping('/assets/index-C0FFEE.js')).toBe('public, max-age=31536000, immutable');
    expect(await keeping('/favicon.svg')).toBe('public, max-age=0');
  });

  it('leaves the API alone, and never answers a wrong address of it with a page', async () => {
    expect(await (await ask('/v1/sagas')).json()).toEqual({ sagas: [] });
    for (const path of ['/v1/nothing', '/healthz', '/assets/gone.js'])
      expect((await ask(path)).status).toBe(404);
  });

  it('gives a page only to those who can show one', async () => {
    expect((await ask('/nothing', '*/*')).status).toBe(404);
    expect((await ask('/nothing', 'application/json')).status).toBe(404);
  });
});

it('serves no console that was not built', async () => {
  const app = await NestFactory.create<NestExpressApplication>(Api, { logger: false });
  expect(serveConsole(app, join(tmpdir(), 'no-such-folder'))).toBe(false);
  await app.close();
});
