export interface OpenLoop {
  readonly perS: number;
  readonly durationMs: number;
  /** Ends it earlier, once true. */
  readonly isOver?: () => boolean;
  /** Sleeps until the next is due, for one that shares its core: sends are up to a millisecond late, all alike. */
  readonly isResting?: boolean;
  /** `intendedMs`: when this one was due, on performance.now()'s scale */
  readonly send: (intendedMs: number) => void;
}

/** Less than this before a send is due, no timer is trusted. */
const nearMs = 5;

const never = (): boolean => false;

/** Calls `send` at even intervals. What is late by the generator's own fault is sent at once, with its intended time. */
export async function sendOpenLoop(load: OpenLoop): Promise<void> {
  const { perS, durationMs, send, isOver = never, isResting = false } = load;
  const startMs = performance.now();
  const count = Math.floor((perS * durationMs) / 1000);
  const intervalMs = 1000 / perS;
  for (let n = 0; n < count && !isOver();) {
    const nowMs = performance.now();
    for (; n < count && startMs + n * intervalMs <= nowMs; n++) send(startMs + n * intervalMs);
    const idleMs = startMs + n * intervalMs - performance.now();
    // A timer is a millisecond coarse, which would be most of what is measured: turn the event loop when it is near.
    if (isResting) await Bun.sleep(Math.max(idleMs, 1));
    else if (idleMs > nearMs) await Bun.sleep(idleMs - nearMs);
    else await new Promise((resolve) => setImmediate(resolve));
  }
}
