/**
 * Time, handed in so that tests and the simulation own it. Real at the edge (`server/src/clock.ts`), fake in
 * `testing/fake-clock.ts`. Nothing else in Parley reads a clock or sets a timer.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. May jump either way when the machine's clock is set. */
  nowMs(): number;
  /** Milliseconds that never go back, from an arbitrary start: for durations and deadlines. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it, and may be called at any time. */
  after(delayMs: number, task: () => void): () => void;
  /** Runs `task` every `periodMs` until the returned function is called. A task that throws is a bug. */
  every(periodMs: number, task: () => void): () => void;
  /** Runs `task` once, after everything that is already due in this turn of the event loop. */
  soon(task: () => void): void;
}
