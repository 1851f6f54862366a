import { refuse } from '@parley/protocol';
import type { Reporter } from '../ports/reporter.ts';
import type { AppendOutcome } from '../ports/storage.ts';
import type { AnyLane } from './any-lane.ts';
import type { createRecovery, Share } from './recovery.ts';

export interface SettleSharesOptions {
  readonly recovery: Pick<ReturnType<typeof createRecovery>, 'rejudge'>;
  readonly reporter: Reporter;
  /** The lane may be numbered again. */
  release(lane: AnyLane): void;
}

/** What a batch that was answered means for each lane's part of it. */
export function createSettleShares({ recovery, reporter, release }: SettleSharesOptions) {
  /** `at`: where the share's outcomes begin. */
  function settle({ lane, jobs }: Share, outcomes: readonly AppendOutcome[], at: number): void {
    let stored = 0;
    for (const job of jobs) {
      if (outcomes[at + stored] !== 'stored') break;
      stored += 1;
      lane.committed(job);
    }
    if (stored === jobs.length) {
      lane.lostInARow = 0;
      release(lane);
      return;
    }
    settleRefused({ lane, jobs: jobs.slice(stored) }, outcomes[at + stored]);
  }

  function settleRefused({ lane, jobs }: Share, outcome: AppendOutcome | undefined): void {
    const [refused, ...behind] = jobs;
    if (refused === undefined) return;
    // SND4: one entry fails alone; what followed it in its log is numbered again.
    lane.requeue(behind);
    if (outcome === 'rejected') {
      reporter.warn('the store refused an entry for good', { kind: refused.entry?.event.kind });
      lane.failAll([refused], refuse('internal', 'This could not be stored.').error);
      release(lane);
    } else recovery.rejudge(lane, refused);
  }

  return function settleShares(shares: readonly Share[], outcomes: readonly AppendOutcome[]): void {
    let at = 0;
    for (const share of shares) {
      settle(share, outcomes, at);
      at += share.jobs.length;
    }
  };
}
