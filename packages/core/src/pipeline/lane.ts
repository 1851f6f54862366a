import { refuse, type Refusal } from '@parley/protocol';
import { affectsJudging, type LogEvent, type LogId } from '../log/entry.ts';
import type { AnyLane } from './any-lane.ts';
import type { Numbered } from './draft.ts';
import type { Job, LaneState, LogKind, QueueOutcome } from './job.ts';
import { LogFollower, type FollowingLane } from './log-follower.ts';

const noJobs: readonly never[] = [];

/** The queue and the state of one log. A class, since there is one per log in use. */
export class Lane<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>
  implements AnyLane, FollowingLane<Log, State, Event>
{
  readonly log: Log;
  readonly #kind: LogKind<Log, State, Event, Found>;
  #jobs: Job<State, Event, Found>[] = [];
  #inCommit: readonly Job<State, Event, Found>[] = noJobs;
  state: State | undefined = undefined;
  busy = false;
  queued = false;
  recent = true;
  lostInARow = 0;
  isDoubtful = false;
  #loading: Promise<boolean> | undefined = undefined;
  /** Its batch collided, and its log is being read: it waits nowhere else. */
  #lookedFor: Job<State, Event, Found> | undefined = undefined;
  readonly #follower: LogFollower<Log, State, Event> | undefined;

  constructor(log: Log, kind: LogKind<Log, State, Event, Found>) {
    this.log = log;
    this.#kind = kind;
    this.#follower = kind.others && new LogFollower(this, kind.others);
  }

  get waiting(): number {
    return this.#jobs.length;
  }

  get isDraining(): boolean {
    return this.#jobs[0]?.draft.whenAway === 'wait';
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
        this.#follower?.goBack();
        this.#follower?.takeAhead();
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
    this.isDoubtful = false;
    for (const job of this.#jobs) {
      if (share.length >= limit) break;
      const entry = this.#entryFor(job, state, { seq: state.head + share.length + 1, at: nowMs });
      if (entry === 'doubtful') {
        this.isDoubtful = true;
        break;
      }
      taken += 1;
      if (entry === undefined) continue;
      job.entry = entry;
      share.push(job);
      if (entry.judging) break;
    }
    this.#jobs = taken === this.#jobs.length ? [] : this.#jobs.slice(taken);
    this.#inCommit = share;
    return share;
  }

  #entryFor(
    job: Job<State, Event, Found>,
    state: State,
    { seq, at }: { readonly seq: number; readonly at: number },
  ): Numbered<Event> | 'doubtful' | undefined {
    // Its number is still free and the earlier attempt may yet land: nothing but the very same entry may go there. SND2b
    if (job.unresolved && job.entry?.seq === seq) return job.entry;
    const { draft } = job;
    if (state.needsNewer) {
      job.settle({ outcome: 'refused', error: changedByNewer() });
      return undefined;
    }
    const judged = draft.decide(state);
    // A grant is checked by the append itself; a refusal is judged at a head that was read for it.
    if (judged.verdict === 'refuse' && this.#kind.others !== undefined && !job.isFresh) return 'doubtful';
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
      at: draft.acceptedAt ?? at,
      by: draft.by,
      event: judged.event,
      fingerprint: draft.fingerprint,
      judging: affectsJudging(judged.event),
    };
  }

  /** The entry is durable: take it into the state, ack it, tell everybody, in this order. SEQ2 */
  committed(job: Job<State, Event, Found>): void {
    const { entry, draft } = job;
    if (entry === undefined || this.state === undefined) return;
    // An entry found again after an unknown outcome is in the state that was read meanwhile.
    if (entry.seq > this.state.head) this.#kind.apply(this.state, entry);
    if (!job.isQueued) draft.stored?.(entry);
    this.#kind.deliver(entry, this.state, job.isQueued ? undefined : draft.except);
    this.#kind.others?.spread(entry);
    job.settle({ outcome: 'stored', entry });
  }

  /** Puts jobs back in front, in their order. */
  requeue(jobs: readonly Job<State, Event, Found>[]): void {
    this.#jobs = [...jobs, ...this.#jobs];
    this.#endCommit();
  }

  #endCommit(): void {
    this.#inCommit = noJobs;
    this.#follower?.ended();
  }

  /** Its batch is settled, and its log has been read where that was needed: it may be numbered again. */
  release(): void {
    this.busy = false;
    if (this.lostInARow === 0) this.#kind.others?.turns.wrote(this.log, this.waiting === 0);
    this.#endCommit();
  }

  /** Reads the log again after a collision or an unknown outcome and settles what turns out to be there. */
  async resolve(): Promise<void> {
    const [first] = this.#jobs;
    if (first?.unresolved !== true) return;
    if (this.#kind.others !== undefined) {
      await this.refresh();
      return;
    }
    await this.load();
    while (this.#jobs[0]?.unresolved === true) {
      const job = this.#jobs[0];
      const found = await this.#kind.find(this.log, job.draft.id);
      // Stored entries of a log are a prefix of what was handed over: behind a missing one there is none.
      if (found === undefined) return;
      this.#jobs.shift();
      this.#settleFound(job, found, false);
    }
  }

  /** After a collision: whether the log already has this id, and then the job is settled; else the state is read again. */
  async find(job: Job<State, Event, Found>): Promise<boolean> {
    if (this.#kind.others !== undefined) return this.#findAmongOthers(job);
    const found = await this.#kind.find(this.log, job.draft.id);
    // The head in memory is right when only an id was repeated: a group of thousands is not read again for that.
    const isNews = found !== undefined && this.#kind.seqOf(found) > (this.state?.head ?? 0);
    if (found === undefined || isNews) await this.load();
    if (found === undefined) return false;
    this.#settleFound(job, found, isNews);
    return true;
  }

  /** The same where other nodes write: their entries come first, each told of, and the job may be among them. */
  async #findAmongOthers(job: Job<State, Event, Found>): Promise<boolean> {
    this.#lookedFor = job;
    try {
      await this.refresh();
      if (this.#lookedFor !== job) return true;
      const found = await this.#kind.find(this.log, job.draft.id);
      if (found !== undefined) job.settle({ outcome: 'known', found });
      return found !== undefined;
    } finally {
      this.#lookedFor = undefined;
    }
  }

  isItsTurn(): boolean {
    return this.#kind.others?.turns.isOwn(this.log) !== false;
  }

  lost(): boolean {
    return this.#kind.others?.turns.lost(this.log) === true;
  }

  get isCommitting(): boolean {
    return this.#inCommit.length > 0;
  }

  get isHeadFixed(): boolean {
    return this.#jobs[0]?.unresolved === true;
  }

  /** The next entry, which another node has stored, or an attempt of this one that was given up for unknown. */
  take(entry: Numbered<Event>, state: State): void {
    const isOwn = (job: Job<State, Event, Found> | undefined) =>
      job?.unresolved === true && job.draft.id === entry.id && job.entry?.seq === entry.seq;
    const own = isOwn(this.#lookedFor) ? this.#lookedFor : this.#jobs.find(isOwn);
    if (own !== undefined) {
      // An attempt given up for unknown has landed after all. SND2b
      if (own === this.#lookedFor) this.#lookedFor = undefined;
      else this.#jobs = this.#jobs.filter((job) => job !== own);
      this.committed(own);
      return;
    }
    // What was to stand there or behind it can land no more: it is judged anew.
    for (const job of this.#jobs)
      if (job.unresolved && (job.entry?.seq ?? 0) >= entry.seq) job.unresolved = false;
    this.#kind.apply(state, entry);
    this.#kind.deliver(entry, state);
  }

  noteFresh(): () => void {
    const waiting = [...this.#jobs];
    return () => {
      for (const job of waiting) job.isFresh = true;
    };
  }

  hear(entry: Numbered<Event>): void {
    this.recent = true;
    this.#follower?.hear(entry);
  }

  /** Brings this lane up to its log, where other nodes write to it. */
  async mend(fromSeq?: number): Promise<void> {
    await this.#follower?.mend(fromSeq);
  }

  /** The same, in a read that begins now. SYN1 */
  async refresh(): Promise<void> {
    if (this.#follower === undefined) await this.load();
    else await this.#follower.refresh();
  }

  /** `isNews`: this lane did not know of the entry, so nobody has been told of it here. */
  #settleFound(job: Job<State, Event, Found>, found: Found, isNews: boolean): void {
    const seq = this.#kind.seqOf(found);
    // An attempt given up for unknown has landed after all. SND2b
    const isOwn = job.unresolved && job.entry?.seq === seq;
    // So has one from before a crash, or one that was drained from the journal meanwhile. JRN1
    const isLate = isNews && this.#kind.isOf(found, job.draft);
    if (isLate && job.entry !== undefined) job.entry = { ...job.entry, seq };
    if (isOwn || isLate) this.committed(job);
    else job.settle({ outcome: 'known', found });
  }

  /**
   * What is due waits for the store no longer: a message goes to the journal, with the messages behind it (JRN1), all
   * else is refused. What may be stored already keeps its place until the log has answered (SND2b); a message is safe
   * in the journal meanwhile.
   */
  giveUp(isDue: (job: Job<State, Event, Found>) => boolean, refuse: (mayQueue: boolean) => Refusal): void {
    let isQueueing = false;
    /** Whether the job keeps its place. */
    const stays = (job: Job<State, Event, Found>, mayBeStored: boolean): boolean => {
      const { whenAway } = job.draft;
      if (whenAway === 'wait' || job.isHeld) return true;
      const mayQueue = whenAway === 'queue';
      if (!isDue(job) && !(isQueueing && mayQueue)) return true;
      if (mayQueue && this.#queue(job, mayBeStored, refuse)) isQueueing = true;
      else if (!mayBeStored) job.settle({ outcome: 'refused', error: refuse(mayQueue) });
      return mayBeStored;
    };
    for (const job of this.#inCommit) stays(job, true);
    this.#jobs = this.#jobs.filter((job) => stays(job, job.unresolved));
  }

  /** Whether the job is on its way into the journal, or was answered. */
  #queue(job: Job<State, Event, Found>, isHeld: boolean, refuse: (mayQueue: boolean) => Refusal): boolean {
    const { draft, entry } = job;
    const { state } = this;
    if (state === undefined) return false;
    const judged = draft.decide(state);
    if (judged.verdict === 'refuse' && !isHeld) {
      // By a picture that may be old nothing is refused for good.
      const isKnown = this.#kind.others === undefined || job.isFresh;
      job.settle({ outcome: 'refused', error: isKnown ? judged.error : refuse(false) });
      return true;
    }
    const event = judged.verdict === 'grant' ? judged.event : entry?.event;
    const queueing = event && this.#kind.queue({ draft, event, state, isHeld });
    if (queueing === undefined) return false;
    job.isHeld = isHeld;
    void queueing.then((result) => {
      this.#queued(job, result);
    });
    return true;
  }

  #queued(job: Job<State, Event, Found>, result: QueueOutcome): void {
    if (!job.isHeld) job.settle(result);
    // Refused, a held job goes on waiting for its log's answer.
    else if (result.outcome === 'refused') job.isHeld = false;
    else {
      job.isQueued = true;
      job.settle(result);
    }
  }

  /** Forgets what waits here and is in the journal: it comes back at the next start. OPS2 */
  letGo(): void {
    const isSafe = (job: Job<State, Event, Found>) => job.isQueued || job.draft.whenAway === 'wait';
    const safe = this.#jobs.filter(isSafe);
    this.#jobs = this.#jobs.filter((job) => !isSafe(job));
    for (const job of safe) job.settle({ outcome: 'queued', at: 0, isRepeated: true });
  }

  failAll(jobs: readonly Job<State, Event, Found>[], error: Refusal): void {
    for (const job of jobs) job.settle({ outcome: 'refused', error });
  }
}

/** CLU1b */
function changedByNewer(): Refusal {
  const sentence = 'A newer version of the server has changed this. Try again: it takes this over soon.';
  return refuse('unavailable', sentence, { retryAfterMs: 2_000 }).error;
}
