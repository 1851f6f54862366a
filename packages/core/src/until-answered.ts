import { JournalError } from './ports/journal.ts';
import { StoreError } from './ports/storage.ts';
import type { Clock } from './ports/clock.ts';
import type { Reporter } from './ports/reporter.ts';

export interface UntilAnsweredOptions {
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** said of a fault that is none of the store's or the journal's */
  readonly doing: string;
  /** the first pause; it doubles up to `longestPauseMs` */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

/** Repeats what may be repeated until the store or the journal answers. */
export function createUntilAnswered(options: UntilAnsweredOptions) {
  const { clock, reporter, doing, longestPauseMs } = options;

  return async function untilAnswered<Value>(ask: () => Promise<Value>): Promise<Value> {
    for (let { pauseMs } = options; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await ask();
      } catch (error) {
        const isExpected = error instanceof StoreError || error instanceof JournalError;
        if (!isExpected) reporter.error(doing, error);
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      }
    }
  };
}
