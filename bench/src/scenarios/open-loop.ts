export interface OpenLoop {
  readonly perS: number;
  readonly durationMs: number;
  /** `intendedMs`: when this one was due, on performance.now()'s scale */
  readonly send: (intendedMs: number) => void;
}

/** Calls `send` at even intervals. What is late by the generator's own fault is sent at once, with its intended time. */
export async function sendOpenLoop({ perS, durationMs, send }: OpenLoop): Promise<void> {
  const startMs = performance.now();
  const count = Math.floor((perS * durationMs) / 1000);
  const intervalMs = 1000 / perS;
  for (let n = 0; n < count;) {
    const nowMs = performance.now();
    for (; n < count && startMs + n * intervalMs <= nowMs; n++) send(startMs + n * intervalMs);
    // A timer is a millisecond coarse, which would be most of what is measured: turn the event loop instead.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
