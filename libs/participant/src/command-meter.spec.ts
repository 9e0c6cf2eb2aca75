import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BusinessFailure } from './failures.js';
import { inMemoryBarrier } from './in-memory-barrier.js';
import { createParticipant, type Participant } from './participant.js';
import { charge, command, refund } from './testing/command-fixture.js';
import { HandDeliveredBus } from './testing/hand-delivered-bus.js';

describe('the metrics of a participant', () => {
  let exporter: InMemoryMetricExporter;
  let provider: MeterProvider;
  let bus: HandDeliveredBus;
  let participant: Participant;
  let inHandWhileAtWork: unknown;

  beforeEach(async () => {
    exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
    metrics.setGlobalMeterProvider(provider);
    bus = new HandDeliveredBus();
    participant = createParticipant({
      ...{ name: 'payments', bus, barrier: inMemoryBarrier() },
      isTransient: (error) => error instanceof RangeError,
      handlers: {
        'payments.charge': async ({ input }) => {
          inHandWhileAtWork = await valuesOf('saga.participant.commands.in_hand');
          if (input.card === 'declined') throw new BusinessFailure('card-declined', 'no');
          if (input.card === 'cursed') throw new Error('out of luck');
          if (input.card === 'offline') throw new RangeError('offline');
        },
        'payments.refund': async () => {},
      },
    });
    await participant.start();
  });
  afterEach(async () => {
    await participant.stop();
    metrics.disable();
    await provider.shutdown();
  });

  /** The latest values of an instrument, each with what sets it apart from the others. */
  async function valuesOf(name: string): Promise<Record<string, unknown>> {
    await provider.forceFlush();
    const [scope] = exporter.getMetrics().at(-1)!.scopeMetrics;
    const found = scope!.metrics.find(({ descriptor }) => descriptor.name === name);
    const values = (found?.dataPoints ?? []).map(({ attributes, value }) => {
      const told = ['saga.command', 'saga.direction', 'saga.outcome', 'saga.answer', 'error.type'];
      return [told.flatMap((key) => attributes[key] ?? []).join(' '), value];
    });
    return Object.fromEntries(values) as Record<string, unknown>;
  }

  it('count commands by name, direction and outcome', async () => {
    await bus.deliver(
      charge(),
      charge({ card: 'declined' }, { sagaId: 'order-2' }),
      charge({ card: 'cursed' }, { sagaId: 'order-3' }),
      refund(),
    );
    await expect(bus.deliver(charge({ card: 'offline' }, { sagaId: 'order-4' }))).rejects.toThrow('offline');
    expect(await valuesOf('messaging.client.consumed.messages')).toEqual({
      'payments.charge do success': 1,
      'payments.charge do business business': 1,
      'payments.charge do technical technical': 1,
      'payments.charge do deferred deferred': 1,
      'payments.refund undo success': 1,
    });
  });

  it('say how long they took, and where', async () => {
    await bus.deliver(charge());
    expect(await valuesOf('messaging.process.duration')).toMatchObject({
      'payments.charge do success': { count: 1, sum: expect.any(Number) },
    });
    const [scope] = exporter.getMetrics().at(-1)!.scopeMetrics;
    expect(scope!.metrics[0]!.dataPoints[0]!.attributes).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'saga.command.payments',
      'messaging.consumer.group.name': 'saga-participant-payments',
    });
  });

  it('say how many are in hand', async () => {
    await bus.deliver(charge());
    expect(inHandWhileAtWork).toEqual({ '': 1 });
    expect(await valuesOf('saga.participant.commands.in_hand')).toEqual({ '': 0 });
  });

  it('say why the barrier answered without the handler', async () => {
    await bus.deliver(charge(), charge(), refund(), charge());
    await bus.deliver(refund({ sagaId: 'order-2' }));
    expect(await valuesOf('saga.participant.barrier.answers')).toEqual({
      'payments.charge repeated': 1,
      'payments.charge already-compensated': 1,
      'payments.refund nothing-to-undo': 1,
    });
  });

  it('have few attributes, whatever is sent', async () => {
    for (let index = 0; index < 20; index++) await bus.deliver(command(`payments.made-up-${index}`));
    await bus.deliver({ ...charge(), value: 'no JSON' });
    expect(await valuesOf('messaging.client.consumed.messages')).toEqual({
      '_OTHER do technical technical': 20,
      '_OTHER malformed malformed': 1,
    });
  });
});
