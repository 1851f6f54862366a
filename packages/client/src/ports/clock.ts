/** Time, handed in so that tests and the simulation own it. Real in `adapters/system-clock.ts`. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. May jump either way when the machine's clock is set. */
  nowMs(): number;
  /** Milliseconds that never go back, from an arbitrary start: for durations. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it, and may be called at any time. */
  after(delayMs: number, task: () => void): () => void;
}

/** Resolves after `delayMs` of this clock. */
export function wait(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}
