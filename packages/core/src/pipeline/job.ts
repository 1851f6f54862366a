import type { Refusal } from '@parley/protocol';
import type { EntryId, LogEvent, LogId } from '../log/entry.ts';
import type { WritingTurns } from '../cluster/writing-turns.ts';
import type { SocketId } from '../ports/publisher.ts';
import type { Appended, Draft, Numbered, Queued } from './draft.ts';

/** What a lane must know of its kind of log. */
export interface LogKind<Log extends LogId, State extends LaneState, Event extends LogEvent, Found> {
  /** The state at the head; `undefined`: such a log cannot be. */
  load(log: Log): Promise<State | undefined>;
  find(log: Log, id: EntryId): Promise<Found | undefined>;
  seqOf(found: Found): number;
  /** Whether it is this very draft, and not another of the same id. */
  isOf(found: Found, draft: Draft<State, Event>): boolean;
  apply(state: State, entry: Numbered<Event>): void;
  /** Tells everybody concerned. The state already includes the entry. */
  deliver(entry: Numbered<Event>, state: State, except?: SocketId): void;
  /** Where other nodes write to the same logs; not there: this process alone does. */
  readonly others?: OtherWriters<Log, Event> | undefined;
  /** Puts a judged draft into the journal; `undefined`: there is none, or nothing of this kind waits in it. */
  queue(queueing: DraftToQueue<State, Event>): Promise<QueueOutcome> | undefined;
}

/** How a lane keeps up with what other nodes write. CLU2 */
export interface OtherWriters<Log extends LogId, Event extends LogEvent> {
  /** Stored entries behind a number, ascending, as many as fit one page, and the log's head. */
  listAfter(
    log: Log,
    seq: number,
  ): Promise<{ readonly entries: readonly Numbered<Event>[]; readonly head: number }>;
  /** Whether devices here hear of this log. */
  isFollowed(log: Log): boolean;
  /** The last entry that devices here were told of, as far as that is remembered. */
  toldUpto(log: Log): number | undefined;
  /** An entry of this node is stored: the others hear of it. */
  spread(entry: Numbered<Event>): void;
  /** Whose turn it is to write a log that several nodes write at once. */
  readonly turns: Pick<WritingTurns, 'isOwn' | 'lost' | 'wrote'>;
  /** Entries are there whose predecessors are not, or that nobody here was told of. */
  onMissing(log: Log): void;
}

export interface LaneState {
  head: number;
  readonly needsNewer: boolean;
}

/** A judged draft on its way into the journal. */
export interface DraftToQueue<State, Event extends LogEvent> {
  readonly draft: Draft<State, Event>;
  readonly event: Event;
  readonly state: State;
  /** its draft stays in its lane, where it may be stored already */
  readonly isHeld: boolean;
}

export type QueueOutcome = Queued | { readonly outcome: 'refused'; readonly error: Refusal };

/** One draft on its way, with whom to tell. */
export interface Job<State, Event extends LogEvent, Found> {
  readonly draft: Draft<State, Event>;
  /** Answers the draft. After `queued` it is called once more, with the end. */
  readonly settle: (result: Appended<Event, Found>) => void;
  readonly waitingSinceMs: number;
  /** commits it was part of that failed */
  failures: number;
  /** in the journal, or on its way there, while it stays in its lane */
  isHeld: boolean;
  /** its sender was told `queued`: nothing is acked any more, and the sender's device gets the event too */
  isQueued: boolean;
  /** as last handed to the store */
  entry: Numbered<Event> | undefined;
  /** that attempt's outcome is unknown: it keeps its number until the log has answered. SND2b */
  unresolved: boolean;
  /** its log was read since it came: a refusal rests on what the store holds. CLU2 */
  isFresh: boolean;
}
