import type { IncomingMessage } from './bus.js';
import type { BusLog } from './bus-log.js';
import { handleInOrder, type Judgement } from './handle-in-order.js';
import type { ParkingLot } from './parking.js';

export interface ParkingSweeperOptions extends Judgement {
  parking: ParkingLot;
  /** The same handler that `isolating` calls. */
  handler: (messages: IncomingMessage[]) => Promise<void>;
  /** Rest between two sweeps in ms. */
  interval: number;
  /** Keys tried in one go. Default 50. */
  limit?: number;
  log: BusLog;
}

export interface ParkingSweeper {
  start(): void;
  /** Resolves when the sweep in hand is done. */
  stop(): Promise<void>;
  /** Tries every key that is due now; gives how many that were. Throws when the parking lot or the handler is away. */
  sweep(): Promise<number>;
}

/** Tries parked messages again, key by key, when their time has come. */
export function parkingSweeper(options: ParkingSweeperOptions): ParkingSweeper {
  const { parking, handler, interval, limit = 50, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let inHand: Promise<void> = Promise.resolve();
  let running = false;

  async function sweep(): Promise<number> {
    let total = 0;
    let tried: number;
    do {
      tried = await parking.retryDue(limit, async (key, messages) => {
        const result = await handleInOrder(handler, messages, options);
        if (result.failed === undefined)
          log.info({ key, messages: result.handled }, 'parked messages handled');
        else log.warn({ key, ...result }, 'parked messages failed again');
        return result;
      });
      total += tried;
    } while (tried === limit);
    return total;
  }

  function schedule(): void {
    if (!running) return;
    timer = setTimeout(() => {
      inHand = sweep()
        .catch((error: unknown) => log.error({ err: error }, 'parked messages could not be tried'))
        .then(schedule);
    }, interval);
  }

  return {
    sweep,
    start() {
      if (running) return;
      running = true;
      schedule();
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      await inHand;
    },
  };
}
