import { createKafkaBus } from '@saga/bus';
import { countExpense } from './expense.mjs';
import { Progress } from './progress.mjs';
import { startProgram } from './program.mjs';

const BARE = new URL('./bare-coordinator.mjs', import.meta.url).pathname;
const STEPS = 3;
/** About what the headers and values of saga messages weigh. */
const PADDING = 'x'.repeat(350);

/** Moves the messages of as many sagas through the same topics: every start and reply becomes two messages. */
export async function runBare({ databaseUrl, brokers }, count, name) {
  const bus = createKafkaBus({ brokers, clientId: 'bench' });
  const topics = { in: `${name}.in`, command: `${name}.command`, told: `${name}.told` };
  await bus.ensureTopics(Object.values(topics).map((topic) => ({ name: topic })));
  const coordinator = startProgram(BARE, {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.join(','),
    BENCH_NAME: name,
    BENCH_STEPS: `${STEPS}`,
  });
  try {
    const progress = new Progress(count);
    const began = new Map();
    let messages = count;
    await bus.consume({
      group: `${name}-participant`,
      topics: [topics.command],
      onBatch: async (batch) => {
        messages += 2 * batch.messages.length;
        await bus.publish(
          batch.messages.map(({ key, headers, value }) => ({ topic: topics.in, key, headers, value })),
        );
      },
    });
    let ready;
    const warm = new Promise((resolve) => (ready = resolve));
    await bus.consume({
      group: `${name}-watch`,
      topics: [topics.told],
      onBatch: async (batch) => {
        for (const { key, headers } of batch.messages) {
          if (key === 'warm') ready();
          else {
            messages++;
            if (headers.last) progress.ended(began.get(key));
          }
        }
      },
    });
    const message = (key) => ({
      topic: topics.in,
      key,
      headers: { hop: '0', padding: PADDING },
      value: PADDING,
    });
    await bus.publish([message('warm')]);
    await warm;
    const expense = await countExpense(coordinator, databaseUrl);
    const beganAt = Date.now();
    for (let i = 0; i < count; i += 500) {
      const keys = Array.from({ length: Math.min(500, count - i) }, (_, j) => `${name}-${i + j}`);
      for (const key of keys) began.set(key, Date.now());
      await bus.publish(keys.map(message));
    }
    await progress.finished;
    const figures = progress.figures(beganAt, messages);
    return { ...figures, ...(await expense(count)) };
  } finally {
    await bus.close();
    await coordinator.stop();
  }
}
