import { createFreshRun } from '../fresh-run.ts';
import type { LogEvent, LogId } from '../log/entry.ts';
import { StoreError } from '../ports/storage.ts';
import type { Numbered } from './draft.ts';
import type { LaneState, OtherWriters } from './job.ts';

/** What of a lane its follower works with. */
export interface FollowingLane<Log extends LogId, State extends LaneState, Event extends LogEvent> {
  readonly log: Log;
  readonly state: State | undefined;
  /** Reads the state; `goBack` and `takeAhead` are called when it is there. */
  load(): Promise<boolean>;
  /** A batch that goes by this head is under way. */
  readonly isCommitting: boolean;
  /** What has an unknown outcome keeps its number. SND2b */
  readonly isHeadFixed: boolean;
  /** The entry behind the head: into the state, and to everybody here. */
  take(entry: Numbered<Event>, state: State): void;
  /** What waits now; to be called once the log has been read. */
  noteFresh(): () => void;
}

/** Entries of other nodes that wait at most; what is beyond is read again. */
const mostAhead = 512;

/** Keeps a lane up with what other nodes write to its log: entry n is taken only behind n − 1. CLU2, SEQ2 */
export class LogFollower<Log extends LogId, State extends LaneState, Event extends LogEvent> {
  readonly #lane: FollowingLane<Log, State, Event>;
  readonly #others: OtherWriters<Log, Event>;
  /** Entries that wait for those before them, or for the end of a batch. */
  readonly #ahead = new Map<number, Numbered<Event>>();
  /** Who waits for the end of the batch under way. */
  #onEnd: (() => void)[] = [];
  /** Reads what the store holds behind the head, in a read that begins now. SYN1 */
  readonly refresh: () => Promise<void>;

  constructor(lane: FollowingLane<Log, State, Event>, others: OtherWriters<Log, Event>) {
    this.#lane = lane;
    this.#others = others;
    this.refresh = createFreshRun(() => this.#readOn());
  }

  /** An entry that another node has stored: taken when its turn comes. */
  hear(entry: Numbered<Event>): void {
    if (this.#ahead.size < mostAhead) this.#ahead.set(entry.seq, entry);
    if (entry.seq <= (this.#lane.state?.head ?? 0)) this.goBack();
    this.takeAhead();
  }

  /** Brings the lane up to its log; `fromSeq`: devices here may not have been told of what is stored from there on. */
  async mend(fromSeq?: number): Promise<void> {
    this.goBack(fromSeq);
    await this.refresh();
    // It was not there before, or in the midst of a batch.
    if (this.goBack(fromSeq)) await this.refresh();
  }

  /**
   * A picture that was read has entries that devices here were not told of. They are taken once more, each in its turn:
   * what they make of the picture in the end is what it is. Whether that was so.
   */
  goBack(fromSeq = Infinity): boolean {
    const { state, log, isCommitting, isHeadFixed } = this.#lane;
    if (state === undefined || isCommitting || isHeadFixed) return false;
    const isAsked = fromSeq < Infinity || this.#ahead.size > 0;
    if (!isAsked && !this.#others.isFollowed(log)) return false;
    const told = this.#others.toldUpto(log);
    const next = told === undefined ? Math.min(fromSeq, ...this.#ahead.keys()) : told + 1;
    if (next > state.head) return false;
    state.head = next - 1;
    this.#others.onMissing(log);
    return true;
  }

  /** Takes what follows the head, as far as there is no gap. */
  takeAhead(): void {
    const { state, isCommitting } = this.#lane;
    const ahead = this.#ahead;
    if (ahead.size === 0 || state === undefined || isCommitting) return;
    for (let next = ahead.get(state.head + 1); next !== undefined; next = ahead.get(state.head + 1))
      this.#lane.take(next, state);
    for (const seq of ahead.keys()) if (seq <= state.head) ahead.delete(seq);
    if (ahead.size > 0) this.#others.onMissing(this.#lane.log);
  }

  /** The batch that was under way has come to its end. */
  ended(): void {
    this.takeAhead();
    for (const tell of this.#onEnd.splice(0)) tell();
  }

  async #readOn(): Promise<void> {
    const lane = this.#lane;
    const markFresh = lane.noteFresh();
    if (lane.state === undefined) await lane.load();
    while (lane.state !== undefined) {
      const before: number = lane.state.head;
      const { entries, head } = await this.#others.listAfter(lane.log, before);
      for (const entry of entries) if (entry.seq > lane.state.head) this.#ahead.set(entry.seq, entry);
      this.takeAhead();
      if (lane.state.head >= head) break;
      if (lane.isCommitting) await new Promise<void>((resolve) => this.#onEnd.push(resolve));
      // SEQ1: there is a next one. A store that does not have it is asked again later.
      else if (lane.state.head === before) throw new StoreError('failed', 'The log has a hole.');
    }
    markFresh();
  }
}
