import type { LogEvent } from '@parley/core';
import type { LogHead } from './log-heads.ts';

/** An entry that has just been stored. */
export interface Stored<Event extends LogEvent = LogEvent> {
  readonly log: string;
  readonly head: LogHead;
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  /** the key of `by` */
  readonly user: number;
  readonly event: Event;
  /** the name in the event as searches compare it, empty where there is none */
  readonly foldedName: string;
}
