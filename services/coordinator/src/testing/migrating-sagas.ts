import type { Answer, RunningApi } from './running-api.js';

export const SUCCESS = { result: 'success' as const, output: {} };
export const REFUSAL = { result: 'business' as const, failure: { code: 'refused', message: 'no' } };
export const WHY = { by: 'ann', reason: 'a better order' };

/** A step that can be undone, called as its command or otherwise. */
export function step(name: string, command = name) {
  return { name, command: `any.${command}`, compensate: `any.un-${command}` };
}

/** Sagas and the versions that they are to go on by. */
export class MigratingSagas {
  constructor(private readonly api: RunningApi) {}

  /** Registers a definition, version after version, and starts sagas of the first one. */
  async start(name: string, versions: object[][], ...ids: string[]): Promise<void> {
    for (const steps of versions) await this.api.post('/v1/definitions', { name, steps });
    for (const id of ids) await this.api.post('/v1/sagas', { definition: name, version: 1, id, input: {} });
  }

  /** Asks for a saga to go on by version 2. */
  migrate(id: string, order: object = {}): Promise<Answer> {
    return this.api.post(`/v1/sagas/${id}/migrate`, { toVersion: 2, ...WHY, ...order });
  }

  /** Asks for all running sagas of version 1 to go on by version 2. */
  migrateAll(name: string, order: object = {}): Promise<Answer> {
    const versions = { fromVersion: 1, toVersion: 2 };
    return this.api.post(`/v1/definitions/${name}/migrate`, { ...versions, ...WHY, ...order });
  }
}
