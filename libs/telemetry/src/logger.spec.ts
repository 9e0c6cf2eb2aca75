import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { contextFrom, createLogger } from './index.js';

/** A logger, and the lines that it wrote. */
function logger(level?: string) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLogger({ name: 'coordinator', level, destination }), lines };
}

describe('a logger', () => {
  beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterAll(() => context.disable());
  afterEach(() => delete process.env['LOG_LEVEL']);

  it('writes JSON lines', () => {
    const { log, lines } = logger();
    log.info({ sagaId: 'order-7' }, 'Saga completed');

    expect(lines).toMatchObject([
      {
        level: 'info',
        name: 'coordinator',
        sagaId: 'order-7',
        msg: 'Saga completed',
        time: expect.stringMatching(/T.*Z$/),
      },
    ]);
    expect(lines[0]).not.toHaveProperty('trace_id');
  });

  it('adds the ids of the active span', () => {
    const { log, lines } = logger();
    const active = contextFrom({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(trace.getSpan(active)).toBeDefined();
    context.with(active, () => log.info('Saga completed'));

    expect(lines).toMatchObject([
      { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' },
    ]);
  });

  it('has the level that LOG_LEVEL names', () => {
    process.env['LOG_LEVEL'] = 'warn';
    const { log, lines } = logger();
    log.info('Batch handled');
    log.warn('Broker is slow');

    expect(lines).toMatchObject([{ level: 'warn', msg: 'Broker is slow' }]);
  });

  it('tells which levels there are', () => {
    expect(() => logger('loud')).toThrow(
      'LOG_LEVEL is "loud": set it to one of trace, debug, info, warn, error, fatal, silent',
    );
  });
});
