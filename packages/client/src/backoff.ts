export interface BackoffRange {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * Full jitter (AWS, "Exponential Backoff And Jitter"): anywhere between nothing and `baseMs` doubled per attempt, so
 * that clients cut at one moment don't return at one moment. `attempt` counts from 0, `fraction` is in [0, 1).
 */
export function backoffMs(range: BackoffRange, attempt: number, fraction: number): number {
  return fraction * Math.min(range.maxMs, range.baseMs * 2 ** Math.min(attempt, 30));
}
