import { Controller, Get } from '@nestjs/common';
import { Store } from '@saga/store';
import { Problem } from './problem.js';

/** Whether the coordinator's consumers are up; set once it listens to Kafka. */
export class Readiness {
  ready = false;
}

@Controller()
export class HealthController {
  constructor(
    private readonly store: Store,
    private readonly readiness: Readiness,
  ) {}

  /** The process lives. */
  @Get('healthz')
  health() {
    return { status: 'ok' };
  }

  /** It can do its work: Kafka is joined and Postgres answers. */
  @Get('readyz')
  async ready() {
    if (!this.readiness.ready) throw new Problem(503, 'not-ready', 'the coordinator is starting or stopping');
    await this.store.ping();
    return { status: 'ready' };
  }
}
