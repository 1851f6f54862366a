import { refuse, type ConversationId, type Refusal, type UserId } from '@parley/protocol';
import {
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
import type { Appended, Draft, Numbered } from './pipeline/draft.ts';
import { createLaneCache } from './pipeline/lane-cache.ts';
import { Lane, type LaneState, type LogKind } from './pipeline/lane.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
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
  /** conversations, and as many people, whose state stays in memory */
  readonly capacity: number;
}

type ConversationLane = Lane<ConversationId, ConversationState, ConversationEvent, FoundEntry>;
type PersonalLane = Lane<PersonalLogId, AccountState, PersonalEvent, PersonalEntry>;

export type Logs = ReturnType<typeof createLogs>;

/**
 * The logs as use cases see them: the state of each, and a way to append. This process is the only writer of its
 * store, so the state in memory is the head of the log whenever nothing is being committed to it.
 */
export function createLogs(options: LogsOptions) {
  const { pipeline, clock, delivery } = options;
  const { conversations, accounts } = options.storage;

  // One of each for all lanes: nothing in them depends on the log.
  const conversationKind: LogKind<ConversationId, ConversationState, ConversationEvent, FoundEntry> = {
    load: async (id) => conversationStateOf(id, await conversations.findPicture(id)),
    find: (id, entry) => conversations.findEntry(id, entry),
    seqOf: ({ entry }) => entry.seq,
    apply: applyEntry,
    deliver: (entry, state, except) => {
      delivery.conversation(entry, state, except);
    },
  };
  const personalKind: LogKind<PersonalLogId, AccountState, PersonalEvent, PersonalEntry> = {
    load: async (id) => {
      const picture = await accounts.findPicture(personalLogOwner(id));
      return picture && accountStateOf(picture);
    },
    find: (id, entry) => conversations.findPersonalEntry(personalLogOwner(id), entry),
    seqOf: ({ seq }) => seq,
    apply: applyPersonalEntry,
    deliver: (entry, state, except) => {
      delivery.personal(entry, state, except);
    },
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

  /** Drafts by id while they are under way: a second one of the same id waits for the first. SND2 */
  const underWay = new Map<EntryId, Promise<unknown>>();

  const stopExpiry = clock.every(Math.max(50, options.flushIntervalMs / 4), () => {
    if (pipeline.open() === 0) return;
    const beforeMs = clock.monotonicMs() - options.flushIntervalMs;
    for (const lane of conversationLanes.values()) lane.expire(beforeMs, expired);
    for (const lane of personalLanes.values()) lane.expire(beforeMs, expired);
  });

  function append<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
  ): Promise<Appended<Event, Found>> {
    const refused = pipeline.refusal(draft.bytes);
    if (refused !== undefined) return Promise.resolve({ outcome: 'refused', error: refused });
    const earlier = underWay.get(draft.id);
    if (earlier !== undefined) return earlier.then(() => append(lane, draft));
    const result = lane.loaded ? add(lane, draft) : loadAndAdd(lane, draft);
    underWay.set(draft.id, result);
    return result;
  }

  async function loadAndAdd<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
  ): Promise<Appended<Event, Found>> {
    let possible = false;
    try {
      possible = await lane.load();
    } finally {
      if (!possible) underWay.delete(draft.id);
    }
    return possible ? add(lane, draft) : { outcome: 'refused', error: nothingThere() };
  }

  function add<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
  ): Promise<Appended<Event, Found>> {
    return new Promise((resolve) => {
      pipeline.opened(draft.bytes);
      const settle = (result: Appended<Event, Found>) => {
        underWay.delete(draft.id);
        pipeline.closed(draft.bytes);
        resolve(result);
      };
      lane.add({ draft, settle, waitingSinceMs: clock.monotonicMs(), entry: undefined, unresolved: false });
      pipeline.enqueue(lane);
    });
  }

  async function stateOf<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
  ): Promise<State | undefined> {
    if (!lane.loaded) await lane.load();
    return lane.state;
  }

  return {
    /** The state at the head; a new one for an empty log; `undefined` when the id can name nothing. */
    conversation: (log: ConversationId): Promise<ConversationState | undefined> =>
      stateOf(conversationLanes.get(log)),
    /** The same, if it is in memory. */
    peekConversation: (log: ConversationId): ConversationState | undefined =>
      conversationLanes.peek(log)?.state,
    /** A person's state; `undefined` when there is no such user. */
    account: (user: UserId): Promise<AccountState | undefined> => stateOf(personalLanes.get(user)),
    peekAccount: (user: UserId): AccountState | undefined => personalLanes.peek(user)?.state,
    append: (log: ConversationId, draft: ConversationDraft) => append(conversationLanes.get(log), draft),
    appendPersonal: (user: UserId, draft: PersonalDraft) => append(personalLanes.get(user), draft),
    stop: stopExpiry,
  };
}

function nothingThere(): Refusal {
  return refuse('not_found', 'There is no such conversation.').error;
}

/** PIP3: without a journal a message that waits too long is answered `overloaded`, anything else `unavailable`. */
function expired(queueable: boolean): Refusal {
  const code = queueable ? 'overloaded' : 'unavailable';
  return refuse(code, 'The store did not take this in time; try again soon.', { retryAfterMs: 1000 }).error;
}
