/** Told so often at the most. */
const EVERY_MS = 1_000;

export interface ProgressTeller {
  /** Throws a RangeError when `fraction` is no number from 0 to 1. */
  tell(fraction: number, note?: string): void;
  /** Nothing is told any more. */
  end(): void;
}

/** Hands on news of progress at once, but at most one a second: of those in between the latest, when its time has come. */
export function progressTeller(send: (fraction: number, note?: string) => void): ProgressTeller {
  let pause: NodeJS.Timeout | undefined;
  let latest: Parameters<typeof send> | undefined;

  function sendLatest(): void {
    pause = undefined;
    if (!latest) return;
    send(...latest);
    latest = undefined;
    pause = setTimeout(sendLatest, EVERY_MS).unref();
  }

  return {
    tell(fraction, note) {
      if (!(fraction >= 0 && fraction <= 1))
        throw new RangeError(`progress is ${fraction}: give a number from 0 to 1`);
      latest = [fraction, note];
      if (!pause) sendLatest();
    },
    end() {
      clearTimeout(pause);
      latest = undefined;
    },
  };
}
