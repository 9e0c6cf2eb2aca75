/** Told so often at the most. */
const EVERY_MS = 1_000;

export interface ProgressTeller {
  /** What lies beyond 0 or 1 counts as that: a rounding error must not break the work that it tells of. */
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
      latest = [Math.min(Math.max(fraction, 0), 1) || 0, note];
      if (!pause) sendLatest();
    },
    end() {
      clearTimeout(pause);
      latest = undefined;
    },
  };
}
