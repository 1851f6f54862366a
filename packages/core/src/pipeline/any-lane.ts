import type { Refusal } from '@parley/protocol';
import type { LogEvent, LogId } from '../log/entry.ts';
import type { Draft, Numbered } from './draft.ts';

/** What the pipeline needs of a lane, whatever the kind of its log. */
export interface AnyLane {
  readonly log: LogId;
  /** drafts waiting to be numbered */
  readonly waiting: number;
  /** what waits first comes from the journal */
  readonly isDraining: boolean;
  /** in a batch under way, or being read again; its drafts wait. A log is in at most one unresolved batch. */
  busy: boolean;
  /** in the list of lanes with something to commit */
  queued: boolean;
  /** swaps lost since the last batch that was stored whole */
  lostInARow: number;
  /** used since the last sweep of idle lanes */
  recent: boolean;
  readonly loaded: boolean;
  /** what waits first would be refused by a picture that may be old: the log is to be read first. CLU2 */
  readonly isDoubtful: boolean;
  /** Whether it may be written now; if not, it comes back by itself. */
  isItsTurn(): boolean;
  /** A swap was lost. Whether it waits for its turn from now on. */
  lost(): boolean;
  load(): Promise<boolean>;
  number(limit: number, nowMs: number): readonly AnyJob[];
  committed(job: AnyJob): void;
  requeue(jobs: readonly AnyJob[]): void;
  release(): void;
  resolve(): Promise<void>;
  find(job: AnyJob): Promise<boolean>;
  refresh(): Promise<void>;
  giveUp(isDue: (job: AnyJob) => boolean, refuse: (mayQueue: boolean) => Refusal): void;
  letGo(): void;
  failAll(jobs: readonly AnyJob[], error: Refusal): void;
}

/** A draft as the pipeline sees it. */
export type AnyDraft = Pick<Draft<never, LogEvent>, 'bytes' | 'whenAway'>;

/** A job as the pipeline sees it. Method parameters are compared loosely, so every lane's own job is one. */
export interface AnyJob {
  readonly draft: AnyDraft;
  readonly waitingSinceMs: number;
  failures: number;
  entry: Numbered<LogEvent> | undefined;
  unresolved: boolean;
}
