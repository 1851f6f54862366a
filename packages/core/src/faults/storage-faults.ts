/** What goes wrong with a store. Shares are of all operations, 0 to 1. */
export interface StorageFaults {
  /** everything fails at once, nothing is stored. F4 */
  readonly isDown: boolean;
  /** how long an operation takes on top, evenly spread */
  readonly latency: { readonly fromMs: number; readonly toMs: number };
  /** commits that fail before anything is written */
  readonly failBefore: number;
  /** commits that are written, and whose answer is lost. F6 */
  readonly failAfter: number;
  /** commits of which a prefix per log is written, and whose answer is lost */
  readonly partial: number;
  /** commits that get no answer and are never written: a suffix that a failover has lost */
  readonly lost: number;
  /** commits that get no answer and are written at some time within `lateWithinMs`, unless dropped before */
  readonly late: number;
  readonly lateWithinMs: number;
  /** commits that never answer, half of which are written late */
  readonly hang: number;
  readonly failRead: number;
  readonly hangRead: number;
}

/** Nothing goes wrong. */
export const calm: StorageFaults = {
  isDown: false,
  latency: { fromMs: 0, toMs: 0 },
  failBefore: 0,
  failAfter: 0,
  partial: 0,
  lost: 0,
  late: 0,
  lateWithinMs: 10_000,
  hang: 0,
  failRead: 0,
  hangRead: 0,
};
