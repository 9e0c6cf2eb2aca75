import 'reflect-metadata';
import { Injectable, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Bus } from '@saga/bus';
import type { CommandContext, CommandHandlers, ParticipantCommand } from '../handler.js';
import { inMemoryBarrier } from '../in-memory-barrier.js';
import { isBankOffline, participantContract } from '../participant-contract.js';
import { charge, lastReplyOn } from '../testing/command-fixture.js';
import { HandDeliveredBus } from '../testing/hand-delivered-bus.js';
import { SagaParticipant } from './saga-participant.js';
import { SagaCommandHandler, sagaCommandHandler } from './saga-command-handler.js';
import { SagaParticipantModule } from './saga-participant.module.js';

type Context = CommandContext<undefined>;

/** A payments service in Nest, whose business is in `handlers`. */
function paymentsModule(bus: Bus, handlers: CommandHandlers<undefined>): DynamicModule {
  @Injectable()
  class Payments {
    @SagaCommandHandler('payments.charge')
    charge(command: ParticipantCommand, context: Context) {
      return handlers['payments.charge']?.(command, context);
    }

    @SagaCommandHandler('payments.refund')
    refund(command: ParticipantCommand, context: Context) {
      return handlers['payments.refund']?.(command, context);
    }
  }

  @Injectable()
  class PaymentsWithStatus extends Payments {
    @SagaCommandHandler('payments.status')
    status(command: ParticipantCommand, context: Context) {
      return handlers['payments.status']?.(command, context);
    }
  }

  @Module({})
  class PaymentsModule {}

  return {
    module: PaymentsModule,
    imports: [
      SagaParticipantModule.forRootAsync({
        useFactory: async () => ({
          name: 'payments',
          bus,
          barrier: inMemoryBarrier(),
          isTransient: isBankOffline,
        }),
      }),
    ],
    providers: [handlers['payments.status'] ? PaymentsWithStatus : Payments],
  };
}

function open(module: DynamicModule | (new () => object)): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

participantContract('a participant in Nest', async () => {
  const effects: string[] = [];
  return {
    transactional: false,
    async make(bus, handlers) {
      let app: INestApplicationContext;
      return {
        start: async () => void (app = await open(paymentsModule(bus, handlers))),
        stop: async () => app.close(),
        health: async () => app.get(SagaParticipant, { strict: false }).health(),
      };
    },
    leave: async (_tx, effect) => void effects.push(effect),
    effects: async () => effects,
    dispose: async () => {},
  };
});

describe('SagaParticipantModule', () => {
  const options = { name: 'payments', bus: new HandDeliveredBus(), barrier: inMemoryBarrier() };

  it('refuses two handlers of one command', async () => {
    @Injectable()
    class Twice {
      @SagaCommandHandler('payments.charge')
      charge() {}

      @SagaCommandHandler('payments.charge')
      chargeAgain() {}
    }

    @Module({ imports: [SagaParticipantModule.forRoot(options)], providers: [Twice] })
    class TwiceModule {}

    await expect(open(TwiceModule)).rejects.toThrow(
      'payments.charge has two handlers, Twice.charge and Twice.chargeAgain: remove one',
    );
  });

  it('checks methods against the commands of definitions, if they are marked so', async () => {
    const bus = new HandDeliveredBus();
    const Handles = sagaCommandHandler<{
      'payments.charge': { input: { cents: number }; output: { receipt: string } };
    }>();

    @Injectable()
    class Checked {
      @Handles('payments.charge')
      async charge({ input }: ParticipantCommand<{ cents: number }>) {
        return { receipt: `${input.cents}` };
      }

      // @ts-expect-error: there is no such command.
      @Handles('payments.refund')
      refund() {}
    }

    class Wrong {
      // @ts-expect-error: it is sent cents.
      @Handles('payments.charge')
      inDollars({ input }: ParticipantCommand<{ dollars: number }>) {
        return { receipt: `${input.dollars}` };
      }

      // @ts-expect-error: it has to give a receipt.
      @Handles('payments.charge')
      withoutReceipt() {}
    }

    @Module({ imports: [SagaParticipantModule.forRoot({ ...options, bus })], providers: [Checked] })
    class CheckedModule {}

    const app = await open(CheckedModule);
    await bus.deliver(charge({ cents: 5 }));
    expect(lastReplyOn(bus).outcome).toEqual({ result: 'success', output: { receipt: '5' } });
    await app.close();
    expect(Wrong).toBeDefined();
  });

  it('tells how it is to whoever asks', async () => {
    const app = await open(paymentsModule(new HandDeliveredBus(), {}));
    expect(await app.get(SagaParticipant, { strict: false }).health()).toMatchObject({ ready: true });
    await app.close();
  });

  it('refuses an application without a handler', async () => {
    @Module({ imports: [SagaParticipantModule.forRoot(options)] })
    class EmptyModule {}

    await expect(open(EmptyModule)).rejects.toThrow('payments has none');
  });
});
