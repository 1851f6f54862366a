import type { ConversationId, UserId } from '@parley/protocol';
import type { MessageQueue } from './journal/message-queue.ts';
import {
  isPersonalLogId,
  personalLogId,
  personalLogOwner,
  type ConversationEvent,
  type EntryId,
  type LogEvent,
  type LogId,
  type PersonalEntry,
  type PersonalEvent,
  type PersonalLogId,
} from './log/entry.ts';
import { accountStateOf, applyPersonalEntry, type AccountState } from './log/account-state.ts';
import { applyEntry, conversationStateOf, type ConversationState } from './log/conversation-state.ts';
import { inTime } from './in-time.ts';
import { createAppend } from './pipeline/append.ts';
import type { AnyJob, AnyLane } from './pipeline/any-lane.ts';
import type { Draft, Numbered } from './pipeline/draft.ts';
import { createLaneCache } from './pipeline/lane-cache.ts';
import type { LaneState, LogKind, OtherWriters } from './pipeline/job.ts';
import { Lane } from './pipeline/lane.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import { isStoredAs } from './policy/same-message.ts';
import { createStoredEntries } from './cluster/stored-entries.ts';
import type { FollowedLane } from './cluster/follow-logs.ts';
import type { Told } from './cluster/told.ts';
import type { Clock } from './ports/clock.ts';
import type { FoundEntry } from './ports/conversation-reads.ts';
import type { SocketId } from './ports/publisher.ts';
import type { Storage } from './ports/storage.ts';

export type ConversationDraft = Draft<ConversationState, ConversationEvent>;
export type PersonalDraft = Draft<AccountState, PersonalEvent>;

/** Tells everybody concerned about a committed entry; the state already includes it. */
export interface Delivery {
  conversation(entry: Numbered<ConversationEvent>, state: ConversationState, except?: SocketId): void;
  personal(entry: Numbered<PersonalEvent>, state: AccountState, except?: SocketId): void;
}

export interface LogsOptions {
  readonly storage: Pick<Storage, 'conversations' | 'accounts'>;
  readonly pipeline: Pipeline;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly flushIntervalMs: number;
  /** where messages wait while the store is away; `undefined`: they are refused then, like all else */
  readonly queue: MessageQueue | undefined;
  /** conversations, and as many people, whose state stays in memory */
  readonly capacity: number;
  /** other nodes write to the same store; not there: this process alone does */
  readonly others?: OtherNodes | undefined;
}

export interface OtherNodes extends Pick<
  OtherWriters<LogId, LogEvent>,
  'isFollowed' | 'spread' | 'onMissing' | 'turns'
> {
  readonly told: Told;
}

/** A lane whose batch does not end holds up whoever wants to know its log's state no longer than this. */
const freshWithinMs = 5_000;

type ConversationLane = Lane<ConversationId, ConversationState, ConversationEvent, FoundEntry>;
type PersonalLane = Lane<PersonalLogId, AccountState, PersonalEvent, PersonalEntry>;

export type Logs = ReturnType<typeof createLogs>;

/**
 * The logs as use cases see them: the state of each, and a way to append. Where this process is the only writer of its
 * store, the state in memory is the head of the log whenever nothing is being committed to it; where others write too,
 * whoever asks gets a state that was read behind the question. SYN1
 */
export function createLogs(options: LogsOptions) {
  const { pipeline, clock, delivery, queue, others } = options;
  const { conversations, accounts } = options.storage;
  const append = createAppend(options);
  const stored = createStoredEntries(conversations);
  const othersOf = others && { ...others, toldUpto: others.told.upto };

  // One of each for all lanes: nothing in them depends on the log.
  const conversationKind: LogKind<ConversationId, ConversationState, ConversationEvent, FoundEntry> = {
    load: async (id) => conversationStateOf(id, await conversations.findPicture(id)),
    find: (id, entry) => conversations.findEntry(id, entry),
    seqOf: ({ entry }) => entry.seq,
    isOf: isStoredAs,
    apply: applyEntry,
    deliver: (entry, state, except) => {
      if (others?.told.noteIfNews(state.log, entry.seq) === false) return;
      delivery.conversation(entry, state, except);
    },
    others: othersOf && { ...othersOf, listAfter: stored.ofConversation },
    queue({ draft, event, state, isHeld }) {
      if (event.kind !== 'message') return undefined;
      const { id, by, fingerprint, except } = draft;
      const at = draft.acceptedAt ?? clock.nowMs();
      const message = { log: state.log, id, by, fingerprint, at, event };
      return queue?.put({ message, state, isHeld, except });
    },
  };
  const personalKind: LogKind<PersonalLogId, AccountState, PersonalEvent, PersonalEntry> = {
    load: async (id) => {
      const picture = await accounts.findPicture(personalLogOwner(id));
      return picture && accountStateOf(picture);
    },
    find: (id, entry) => conversations.findPersonalEntry(personalLogOwner(id), entry),
    seqOf: ({ seq }) => seq,
    // The ids of its entries are made here, each for one purpose.
    isOf: ({ id }, draft) => id === draft.id,
    apply: applyPersonalEntry,
    deliver: (entry, state, except) => {
      if (others?.told.noteIfNews(entry.log, entry.seq) === false) return;
      delivery.personal(entry, state, except);
    },
    others: othersOf && { ...othersOf, listAfter: stored.ofPerson },
    queue: () => undefined,
  };

  const conversationLanes = createLaneCache<ConversationId, ConversationLane>(
    options.capacity,
    (log) => new Lane(log, conversationKind),
  );
  // By user, so that looking somebody up makes no string.
  const personalLanes = createLaneCache<UserId, PersonalLane>(
    options.capacity,
    (user) => new Lane(personalLogId(user), personalKind),
  );

  function giveUp(isDue: (job: AnyJob) => boolean): void {
    for (const lane of lanes()) lane.giveUp(isDue, pipeline.refusalNow);
  }

  function* lanes(): Iterable<AnyLane> {
    for (const lane of conversationLanes.values()) if (lane.waiting > 0 || lane.busy) yield lane;
    for (const lane of personalLanes.values()) if (lane.waiting > 0 || lane.busy) yield lane;
  }

  // PIP3
  const stopExpiry = clock.every(Math.max(50, options.flushIntervalMs / 4), () => {
    if (pipeline.open() === 0) return;
    const beforeMs = clock.monotonicMs() - options.flushIntervalMs;
    giveUp((job) => job.waitingSinceMs < beforeMs);
  });
  pipeline.onBreaker((state) => {
    if (state === 'open') giveUp(() => true);
  });

  function appendToConversation(log: ConversationId, draft: ConversationDraft) {
    const lane = conversationLanes.get(log);
    if (queue === undefined || draft.whenAway === 'refuse') return append(lane, draft);
    return append(lane, draft, {
      repeated: () => queue.repeated(log, draft),
      mustQueue: () => queue.hasAny(log) || !pipeline.takesMessages(),
      settled: queue.settled,
    });
  }

  async function stateOf<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
  ): Promise<State | undefined> {
    if (others !== undefined) await inTime(clock, freshWithinMs, lane.refresh());
    else if (!lane.loaded) await lane.load();
    return lane.state;
  }

  /** Lanes as those see them who follow logs: any entry goes to the lane of its own log. */
  const followed = {
    peek: (log: LogId): (FollowedLane & AnyLane) | undefined =>
      isPersonalLogId(log) ? personalLanes.peek(personalLogOwner(log)) : conversationLanes.peek(log),
    obtain: (log: LogId): FollowedLane =>
      isPersonalLogId(log) ? personalLanes.get(personalLogOwner(log)) : conversationLanes.get(log),
  };

  return {
    followed,
    /** It is this node's turn to write the log. */
    onTurn(log: LogId): void {
      const lane = followed.peek(log);
      if (lane !== undefined) pipeline.enqueue(lane);
    },
    /** Whether other nodes write too: what is in memory may be old. */
    isShared: others !== undefined,
    /** The state at the head; a new one for an empty log; `undefined` when the id can name nothing. */
    conversation: (log: ConversationId): Promise<ConversationState | undefined> =>
      stateOf(conversationLanes.get(log)),
    /** The same, if it is in memory. */
    peekConversation: (log: ConversationId): ConversationState | undefined =>
      conversationLanes.peek(log)?.state,
    /** A person's state; `undefined` when there is no such user. */
    account: (user: UserId): Promise<AccountState | undefined> => stateOf(personalLanes.get(user)),
    peekAccount: (user: UserId): AccountState | undefined => personalLanes.peek(user)?.state,
    append: appendToConversation,
    appendPersonal: (user: UserId, draft: PersonalDraft) => append(personalLanes.get(user), draft),
    /** A message would go to the journal: then its sender and conversation are judged by what is in memory. */
    isQueueing: (log: ConversationId): boolean =>
      queue !== undefined && (queue.hasAny(log) || pipeline.isAway()),
    /** The store is there, and messages of this log are on their way into it: one that is sent again may be stored by now. */
    isDraining: (log: ConversationId): boolean => queue?.hasAny(log) === true && !pipeline.isAway(),
    /** Whether this message is in the journal. */
    isQueued: (log: ConversationId, id: EntryId): boolean => queue?.isQueued(log, id) === true,
    /** Forgets what waits and is in the journal. OPS2 */
    letGo(): void {
      for (const lane of lanes()) lane.letGo();
    },
    stop: stopExpiry,
  };
}
