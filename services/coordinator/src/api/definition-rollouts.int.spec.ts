import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const ANN = { by: 'ann', reason: 'the carrier is down' };

let database: TestDatabase;
let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api, database } = opened));

/** Registers so many versions of a definition, which events of its name on a topic of its own start, too. */
async function registered(name: string, versions: number): Promise<string> {
  for (let version = 1; version <= versions; version++) {
    const startOn = [{ event: name, topic: `of-${name}`, key: 'event.data.key' }];
    const steps = [{ name: `step${version}`, command: 'stock.reserve', compensate: 'none' }];
    expect((await api.post('/v1/definitions', { name, startOn, steps })).status).toBe(201);
  }
  return name;
}

const change = (name: string, act: string, body: object = {}) =>
  api.post(`/v1/definitions/${name}/${act}`, { ...ANN, ...body });

const start = (definition: string, id: string, version?: number) =>
  api.post('/v1/sagas', { definition, version, id, input: {} });

const time = new Date().toISOString();
const sendStart = (definition: string, sagaId: string) =>
  api.send({ kind: 'start', id: sagaId, source: 'spec', sagaId, definition, input: {}, time });
/** Publishes the event that starts a saga of this key. */
const happens = (name: string, key: string) => api.event(`of-${name}`, name, { key });

/** Asks until the saga is there. */
async function untilStarted(id: string) {
  for (;;) {
    const answer = await api.get(`/v1/sagas/${id}`);
    if (answer.status === 200) return answer.body;
  }
}

describe('a deactivated definition', () => {
  it('starts no saga that the API asks for, in whichever version', async () => {
    const name = await registered('paused', 2);
    await start(name, 'paused-before');
    expect(await change(name, 'deactivate')).toMatchObject({ status: 200, body: { name, active: false } });
    for (const version of [undefined, 1])
      expect(await start(name, 'paused-1', version)).toMatchObject({
        status: 409,
        body: {
          code: 'definition-inactive',
          errors: [
            { field: 'definition', fix: expect.stringContaining('POST /v1/definitions/paused/activate') },
          ],
        },
      });
    expect((await start(name, 'paused-before')).status).toBe(200);
    await api.reply('paused-before', 'step2', { result: 'success', output: {} });
    await api.untilState('paused-before', 'completed');
    await change(name, 'activate');
    expect((await start(name, 'paused-1')).status).toBe(201);
  });

  it('leaves a dead letter of each message that asks for a saga, and none of events', async () => {
    const name = await registered('quiet', 1);
    await change(name, 'deactivate');
    await happens(name, 'unheard');
    await sendStart(name, 'quiet-1');
    expect((await api.deadLetters('quiet-1')).map(({ cause }) => cause)).toEqual([
      {
        code: 'definition-inactive',
        message: expect.stringContaining('"quiet" is deactivated'),
        field: 'definition',
        fix: expect.stringContaining('/quiet/activate'),
      },
    ]);
    await change(name, 'activate');
    await happens(name, 'heard');
    await untilStarted('quiet:heard');
    expect((await api.get('/v1/sagas/quiet:unheard')).status).toBe(404);
    expect(api.letters).toHaveLength(1);
  });

  it('starts nothing on an event that comes before word of the deactivation', async () => {
    await registered('raced', 1);
    await registered('witness', 1);
    // As another coordinator does it, of which this one has not heard yet.
    await database.pool.query(
      `INSERT INTO saga.rollouts (name, active, changed_by, reason) VALUES ('raced', false, 'bob', 'a test')`,
    );
    const before = api.letters.length;
    await happens('raced', '1');
    await happens('witness', '1');
    await untilStarted('witness:1');
    expect((await api.get('/v1/sagas/raced:1')).status).toBe(404);
    expect(api.letters.slice(before)).toEqual([]);
  });

  it('has a saga that it is to do a step of answered, so that this one is undone', async () => {
    const child = await registered('halted', 1);
    const steps = [{ name: 'part', saga: child }];
    expect((await api.post('/v1/definitions', { name: 'parent', steps })).status).toBe(201);
    await change(child, 'deactivate');
    await start('parent', 'parent-1');
    expect(await api.untilState('parent-1', 'compensated')).toMatchObject({
      failure: { code: 'definition-inactive', step: 'part' },
    });
  });
});

describe('rolling back', () => {
  it('starts new sagas with the earlier version, by call, message and event, until it is let go', async () => {
    const name = await registered('pinned', 3);
    expect(await change(name, 'rollback', { version: 2 })).toMatchObject({
      status: 200,
      body: { latest: 3, stable: 2, canary: null },
    });
    await sendStart(name, 'pinned-2');
    await happens(name, '3');
    expect((await start(name, 'pinned-1')).body.version).toBe(2);
    expect((await untilStarted('pinned-2')).version).toBe(2);
    expect((await untilStarted('pinned:3')).version).toBe(2);
    expect((await start(name, 'pinned-4', 3)).body.version).toBe(3);
    await change(name, 'rollback', { version: null });
    expect((await start(name, 'pinned-5')).body.version).toBe(3);
  });

  it.each([
    ['a definition that is not there', 'nobody', 1, 404, 'unknown-definition', 'name'],
    ['a version that is not there', 'short', 2, 422, 'unknown-version', 'version'],
  ])('refuses %s', async (_, name, version, status, code, field) => {
    await registered('short', name === 'short' ? 1 : 0);
    expect(await change(name, 'rollback', { version })).toMatchObject({
      status,
      body: { code, errors: [{ field, message: expect.any(String), fix: expect.any(String) }] },
    });
  });
});

describe('a canary', () => {
  it('starts its part of the new sagas, and the same saga with the same version', async () => {
    const name = await registered('tried', 2);
    await change(name, 'rollback', { version: 1 });
    expect(await change(name, 'canary', { version: 2, percent: 50 })).toMatchObject({
      status: 200,
      body: { stable: 1, canary: { version: 2, percent: 50 } },
    });
    const ids = Array.from({ length: 24 }, (_, i) => `tried-${i}`);
    const versions = await Promise.all(ids.map(async (id) => (await start(name, id)).body.version));
    expect(new Set(versions)).toEqual(new Set([1, 2]));
    expect((await start(name, ids[0]!)).body.version).toBe(versions[0]);
    await change(name, 'canary', { version: 2, percent: 0 });
    const later = ids.map(async (id) => (await start(name, `${id}-later`)).body.version);
    expect(new Set(await Promise.all(later))).toEqual(new Set([1]));
  });

  it('is refused where all sagas start with that version anyway', async () => {
    const name = await registered('vain', 2);
    expect(await change(name, 'canary', { version: 2, percent: 50 })).toMatchObject({
      status: 409,
      body: {
        code: 'canary-is-stable',
        errors: [{ field: 'version', fix: expect.stringMatching(/^roll back/) }],
      },
    });
  });
});

describe('the versions of a definition', () => {
  it('tell which of them start, where the sagas of each are, and who decided what', async () => {
    const name = await registered('shown', 2);
    await change(name, 'rollback', { version: 1 });
    await change(name, 'canary', { version: 2, percent: 10, by: 'bob', reason: 'a try' });
    await start(name, 'shown-1', 1);
    await start(name, 'shown-2', 1);
    const { status, body } = await api.get(`/v1/definitions/${name}/versions`);
    const canary = { version: 2, percent: 10 };
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ name, latest: 2, stable: 1, canary, active: true },
        versions: [
          {
            ...{ version: 2, createdAt: expect.any(String), isStable: false, canaryPercent: 10 },
            running: { sagas: 0, at: [] },
          },
          {
            ...{ version: 1, createdAt: expect.any(String), isStable: true, canaryPercent: null },
            running: { sagas: 2, at: [{ step: 'step1', direction: 'do', sagas: 2 }] },
          },
        ],
        changes: [
          {
            ...{ act: 'canary', at: expect.any(String), by: 'bob', reason: 'a try' },
            ...{ stable: 1, canary, active: true },
          },
          expect.objectContaining({ act: 'rollback', ...ANN, stable: 1, canary: null }),
        ],
      },
    });
    const { body: all } = await api.get('/v1/definitions');
    expect(all.definitions).toContainEqual(
      expect.objectContaining({ name, version: 2, stable: 1, canary, active: true, running: 2 }),
    );
  });

  it('are unknown of an unknown definition', async () => {
    expect(await api.get('/v1/definitions/nobody/versions')).toMatchObject({
      status: 404,
      body: { code: 'unknown-definition' },
    });
  });
});
