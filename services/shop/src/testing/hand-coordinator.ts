import type { Bus, Subscription } from '@saga/bus';
import { commandId, createCodec, type Direction, type JsonObject, type Outcome } from '@saga/contracts';

export interface Question {
  sagaId: string;
  step: string;
  name: string;
  input: JsonObject;
  direction?: Direction;
  attempt?: number;
}

/** Sends commands one by one and waits for their replies: what a spec needs of a coordinator. */
export interface HandCoordinator {
  /** Resolves with what came of the command. The same question sends the same command again. */
  ask(question: Question): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Begins to listen to the replies on `bus`. */
export async function handCoordinator(bus: Bus): Promise<HandCoordinator> {
  const codec = createCodec({ source: 'spec' });
  // Who waits for the replies to a command, in the order of asking: each reply answers one of them.
  const waiting = new Map<string, ((outcome: Outcome) => void)[]>();
  await bus.ensureTopics([{ name: codec.topics.reply }]);
  const replies: Subscription = await bus.consume({
    group: 'spec',
    topics: [codec.topics.reply],
    async onBatch({ messages }) {
      for (const { causationId, outcome } of messages.map(codec.decodeReply))
        waiting.get(causationId)?.shift()?.(outcome);
    },
  });

  return {
    async ask({ sagaId, step, name, input, direction = 'do', attempt = 1 }) {
      const id = commandId(sagaId, step, direction, attempt);
      const time = new Date().toISOString();
      const outcome = new Promise<Outcome>((resolve) => {
        waiting.set(id, [...(waiting.get(id) ?? []), resolve]);
      });
      await bus.publish([
        codec.encode({ kind: 'command', id, name, sagaId, step, attempt, direction, input, time }),
      ]);
      return outcome;
    },
    stop: () => replies.stop(),
  };
}
