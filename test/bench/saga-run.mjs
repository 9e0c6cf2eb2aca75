import { setTimeout as sleep } from 'node:timers/promises';
import { createKafkaBus } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { freePorts } from '@saga/dev-stack';
import { createParticipant, inMemoryBarrier } from '@saga/participant';
import { countExpense } from './expense.mjs';
import { Progress } from './progress.mjs';
import { startProgram } from './program.mjs';

const COORDINATOR = new URL('../../services/coordinator/dist/main.js', import.meta.url).pathname;

/**
 * Runs sagas of some work through a coordinator in its own process, with participants that answer at once. What is
 * spent is told for each of its `units`; a saga sends so many `commands`.
 */
export async function runSagas(
  { databaseUrl, brokers },
  count,
  name,
  { definition, inputOf, commands, units },
) {
  const prefix = `${name}.`;
  const [port] = await freePorts(1);
  const coordinator = startProgram(COORDINATOR, {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.join(','),
    TOPIC_PREFIX: prefix,
    CONSUMER_GROUP: name,
    PORT: `${port}`,
  });
  const bus = createKafkaBus({ brokers, clientId: 'bench' });
  const codec = createCodec({ source: 'bench', prefix });
  const names = [...new Set(definition.steps.flatMap(participantsOf))];
  const participants = names.map((each) =>
    createParticipant({
      name: each,
      bus,
      barrier: inMemoryBarrier(),
      topicPrefix: prefix,
      handlers: { [`${each}.do`]: async () => ({ done: true }), [`${each}.undo`]: async () => ({}) },
    }),
  );
  try {
    await register(`http://127.0.0.1:${port}`, definition);
    await Promise.all(participants.map((each) => each.start()));
    const progress = new Progress(count);
    let messages = count;
    const began = new Map();
    await bus.consume({
      group: `${name}-watch`,
      topics: [codec.topics.lifecycle],
      onBatch: async (batch) => {
        messages += batch.messages.length;
        for (const message of batch.messages) {
          if (message.headers.ce_type === 'saga.lifecycle.completed') progress.ended(began.get(message.key));
        }
      },
    });
    const expense = await countExpense(coordinator, databaseUrl);
    const beganAt = Date.now();
    const starts = Array.from({ length: count }, (_, i) => startOf(definition, `${name}-${i}`, inputOf(i)));
    for (let i = 0; i < count; i += 500) {
      const batch = starts.slice(i, i + 500);
      for (const { sagaId } of batch) began.set(sagaId, Date.now());
      await bus.publish(batch.map((start) => codec.encode(start)));
    }
    await progress.finished;
    // Each step is a command and a reply.
    const figures = progress.figures(beganAt, messages + count * commands * 2);
    return { ...figures, ...(await expense(count * units)) };
  } finally {
    await Promise.all(participants.map((each) => each.stop()));
    await bus.close();
    await coordinator.stop();
  }
}

function participantsOf(step) {
  return step.each ? step.each.steps.flatMap(participantsOf) : [step.command.split('.')[0]];
}

function startOf(definition, sagaId, input) {
  return {
    kind: 'start',
    id: sagaId,
    source: 'bench',
    sagaId,
    definition: definition.name,
    input,
    time: new Date().toISOString(),
  };
}

async function register(url, definition) {
  const body = JSON.stringify(definition);
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  for (let attempt = 0; attempt < 300; attempt++) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) {
      const answer = await fetch(`${url}/v1/definitions`, request);
      if (!answer.ok) throw new Error(await answer.text());
      return;
    }
    await sleep(100);
  }
  throw new Error('the coordinator did not get ready');
}
