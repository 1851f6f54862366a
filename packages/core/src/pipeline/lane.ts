import type { Refusal } from '@parley/protocol';
import { affectsJudging, type EntryId, type LogEvent, type LogId } from '../log/entry.ts';
import type { Appended, Draft, Numbered } from './draft.ts';
import type { SocketId } from '../ports/publisher.ts';

/** What a lane must know of its kind of log. */
export interface LogKind<Log extends LogId, State extends LaneState, Event extends LogEvent, Found> {
  /** The state at the head; `undefined`: such a log cannot be. */
  load(log: Log): Promise<State | undefined>;
  find(log: Log, id: EntryId): Promise<Found | undefined>;
  seqOf(found: Found): number;
  apply(state: State, entry: Numbered<Event>): void;
  /** Tells everybody concerned. The state already includes the entry. */
  deliver(entry: Numbered<Event>, state: State, except?: SocketId): void;
}

export interface LaneState {
  readonly head: number;
}

/** One draft on its way, with whom to tell. */
export interface Job<State, Event extends LogEvent, Found> {
  readonly draft: Draft<State, Event>;
  readonly settle: (result: Appended<Event, Found>) => void;
  readonly waitingSinceMs: number;
  /** as last handed to the store */
  entry: Numbered<Event> | undefined;
  /** that attempt's outcome is unknown: it keeps its number until the log has answered. SND2b */
  unresolved: boolean;
}

/** What the pipeline needs of a lane, whatever the kind of its log. */
export interface AnyLane {
  readonly log: LogId;
  /** drafts waiting to be numbered */
  readonly waiting: number;
  /** in a batch under way, or being read again; its drafts wait. A log is in at most one unresolved batch. */
  busy: boolean;
  /** in the list of lanes with something to commit */
  queued: boolean;
  /** used since the last sweep of idle lanes */
  recent: boolean;
  readonly loaded: boolean;
  load(): Promise<boolean>;
  number(limit: number, nowMs: number): readonly AnyJob[];
  committed(job: AnyJob): void;
  requeue(jobs: readonly AnyJob[]): void;
  resolve(): Promise<void>;
  find(job: AnyJob): Promise<boolean>;
  expire(waitingBeforeMs: number, refuse: (queueable: boolean) => Refusal): void;
  failAll(jobs: readonly AnyJob[], error: Refusal): void;
}

/** A job as the pipeline sees it. Method parameters are compared loosely, so every lane's own job is one. */
export interface AnyJob {
  readonly draft: { readonly bytes: number };
  entry: Numbered<LogEvent> | undefined;
  unresolved: boolean;
}

/** The queue and the state of one log. A class, since there is one per log in use. */
export class Lane<
  Log extends LogId,
  State extends LaneState,
  Event extends LogEvent,
  Found,
> implements AnyLane {
  readonly log: Log;
  readonly #kind: LogKind<Log, State, Event, Found>;
  #jobs: Job<State, Event, Found>[] = [];
  state: State | undefined = undefined;
  busy = false;
  queued = false;
  recent = true;
  #loading: Promise<boolean> | undefined = undefined;

  constructor(log: Log, kind: LogKind<Log, State, Event, Found>) {
    this.log = log;
    this.#kind = kind;
  }

  get waiting(): number {
    return this.#jobs.length;
  }

  get loaded(): boolean {
    return this.state !== undefined;
  }

  add(job: Job<State, Event, Found>): void {
    this.#jobs.push(job);
  }

  /** Reads the state once, however many ask; answers whether there can be such a log. */
  load(): Promise<boolean> {
    this.#loading ??= this.#kind
      .load(this.log)
      .then((state) => {
        this.state = state;
        return state !== undefined;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }

  /**
   * Judges and numbers what waits, up to `limit`. An entry that affects judging ends the share: what follows it is
   * judged after its commit, so every judgement, grants and refusals alike, rests on committed entries only.
   */
  number(limit: number, nowMs: number): readonly Job<State, Event, Found>[] {
    const state = this.state;
    if (state === undefined) return [];
    const share: Job<State, Event, Found>[] = [];
    let taken = 0;
    for (const job of this.#jobs) {
      if (share.length >= limit) break;
      taken += 1;
      const entry = this.#entryFor(job, state, { seq: state.head + share.length + 1, at: nowMs });
      if (entry === undefined) continue;
      job.entry = entry;
      share.push(job);
      if (entry.judging) break;
    }
    this.#jobs = taken === this.#jobs.length ? [] : this.#jobs.slice(taken);
    return share;
  }

  #entryFor(
    job: Job<State, Event, Found>,
    state: State,
    { seq, at }: { readonly seq: number; readonly at: number },
  ): Numbered<Event> | undefined {
    // Its number is still free and the earlier attempt may yet land: nothing but the very same entry may go there. SND2b
    if (job.unresolved && job.entry?.seq === seq) return job.entry;
    const { draft } = job;
    const judged = draft.decide(state);
    if (judged.verdict === 'stale') {
      job.settle({ outcome: 'stale' });
      return undefined;
    }
    if (judged.verdict === 'refuse') {
      job.settle({ outcome: 'refused', error: judged.error });
      return undefined;
    }
    job.unresolved = false;
    return {
      log: this.log,
      seq,
      id: draft.id,
      at,
      by: draft.by,
      event: judged.event,
      fingerprint: draft.fingerprint,
      judging: affectsJudging(judged.event.kind),
    };
  }

  /** The entry is durable: take it into the state, ack it, tell everybody, in this order. SEQ2 */
  committed(job: Job<State, Event, Found>): void {
    const { entry, draft } = job;
    if (entry === undefined || this.state === undefined) return;
    // An entry found again after an unknown outcome is in the state that was read meanwhile.
    if (entry.seq > this.state.head) this.#kind.apply(this.state, entry);
    draft.stored?.(entry);
    this.#kind.deliver(entry, this.state, draft.except);
    job.settle({ outcome: 'stored', entry });
  }

  /** Puts jobs back in front, in their order. */
  requeue(jobs: readonly Job<State, Event, Found>[]): void {
    this.#jobs = [...jobs, ...this.#jobs];
  }

  /** Reads the log again after a collision or an unknown outcome and settles what turns out to be there. */
  async resolve(): Promise<void> {
    const [first] = this.#jobs;
    if (first?.unresolved !== true) return;
    await this.load();
    while (this.#jobs[0]?.unresolved === true) {
      const job = this.#jobs[0];
      const found = await this.#kind.find(this.log, job.draft.id);
      // Stored entries of a log are a prefix of what was handed over: behind a missing one there is none.
      if (found === undefined) return;
      this.#jobs.shift();
      this.#settleFound(job, found);
    }
  }

  /** After a collision: whether the log already has this id, and then the job is settled; else the state is read again. */
  async find(job: Job<State, Event, Found>): Promise<boolean> {
    const found = await this.#kind.find(this.log, job.draft.id);
    // The head in memory is right when only an id was repeated: a group of thousands is not read again for that.
    if (found === undefined || this.#kind.seqOf(found) > (this.state?.head ?? 0)) await this.load();
    if (found === undefined) return false;
    this.#settleFound(job, found);
    return true;
  }

  #settleFound(job: Job<State, Event, Found>, found: Found): void {
    // An attempt given up for unknown has landed after all: nobody has been told yet. SND2b
    const isOwn = job.unresolved && job.entry?.seq === this.#kind.seqOf(found);
    if (isOwn) this.committed(job);
    else job.settle({ outcome: 'known', found });
  }

  /** Refuses what has waited since before a moment; what may be stored already keeps waiting. PIP3 */
  expire(waitingBeforeMs: number, refuse: (queueable: boolean) => Refusal): void {
    const isLate = (job: Job<State, Event, Found>) => job.waitingSinceMs < waitingBeforeMs && !job.unresolved;
    if (!this.#jobs.some(isLate)) return;
    const late = this.#jobs.filter(isLate);
    this.#jobs = this.#jobs.filter((job) => !isLate(job));
    for (const job of late) job.settle({ outcome: 'refused', error: refuse(job.draft.queueable) });
  }

  failAll(jobs: readonly Job<State, Event, Found>[], error: Refusal): void {
    for (const job of jobs) job.settle({ outcome: 'refused', error });
  }

  /** Refuses everything that waits. */
  failWaiting(error: Refusal): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    this.failAll(jobs, error);
  }
}
