/* eslint-disable @typescript-eslint/max-params -- a line of a test reads as a sentence: where, who, what, details */
import { test } from 'bun:test';
import type { AlbumId, ConversationId, MessageId, Role, SessionId, UserId } from '@parley/protocol';
import {
  affectsJudging,
  personalLogId,
  type ConversationEvent,
  type LogEvent,
  type LogId,
  type PersonalEvent,
} from '../log/entry.ts';
import type { NewUser } from '../ports/account-store.ts';
import type { AppendOutcome, NewEntry, PositionUpdate, Storage } from '../ports/storage.ts';

/** A store made for one test. */
export interface StoreUnderTest {
  readonly storage: Storage;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Storage>;
  /** Closes what is open and removes the data. */
  cleanup(): Promise<void>;
}
export type MakeStore = () => Promise<StoreUnderTest>;

/** A test with a store of its own. */
export type StoreTest = (
  name: string,
  body: (recorder: Recorder, store: StoreUnderTest) => Promise<void>,
) => void;

export function createStoreTest(make: MakeStore, timeoutMs = 60_000): StoreTest {
  return (name, body) => {
    test(
      name,
      async () => {
        const store = await make();
        try {
          await body(createRecorder(store.storage), store);
        } finally {
          await store.cleanup();
        }
      },
      timeoutMs,
    );
  };
}

export type Recorder = ReturnType<typeof createRecorder>;

interface Details {
  readonly id?: string;
  readonly at?: number;
  readonly seq?: number;
  readonly fingerprint?: string;
}

export const startMs = Date.UTC(2026, 0, 1);

/** Writes entries as core would: numbered after the head it knows, one millisecond after another. */
export function createRecorder(storage: Storage) {
  const heads = new Map<LogId, number>();
  let ticks = 0;

  function entry(log: LogId, by: UserId, event: LogEvent, details: Details = {}): NewEntry {
    ticks += 1;
    const seq = details.seq ?? (heads.get(log) ?? 0) + 1;
    heads.set(log, seq);
    const { id = uuidOf(ticks), at = startMs + ticks, fingerprint = null } = details;
    return { log, seq, id, at, by, event, fingerprint, judging: affectsJudging(event) };
  }

  /** Commits one entry that must be stored. */
  async function record(log: LogId, by: UserId, event: LogEvent, details?: Details): Promise<NewEntry> {
    const made = entry(log, by, event, details);
    const outcomes = await commit([made]);
    if (outcomes[0] !== 'stored') throw new Error(`the store answered ${String(outcomes[0])}`);
    return made;
  }

  const commit = (
    appends: readonly NewEntry[],
    positions: readonly PositionUpdate[] = [],
  ): Promise<readonly AppendOutcome[]> => storage.commit({ appends, positions });

  return {
    storage,
    entry,
    record,
    commit,
    /** Forgets numbers that were handed out and not stored. */
    setHead: (log: LogId, head: number) => heads.set(log, head),
    say: (log: ConversationId, by: UserId, content: string, details?: Details) =>
      record(log, by, text(log, by, content), details),
    note: (user: UserId, event: PersonalEvent, details?: Details) =>
      record(personalLogId(user), user, event, details),
    async found(log: ConversationId, owner: UserId, ...others: UserId[]): Promise<NewEntry> {
      return await record(log, owner, created(owner, ...others));
    },
    read: (log: ConversationId, userId: UserId, readSeq: number, deliveredSeq = 0) =>
      commit([], [{ log, userId, readSeq, deliveredSeq }]),
    hide: (user: UserId, message: NewEntry) => record(personalLogId(user), user, hidden(message)),
  };
}

export const user = (name: string) => name as UserId;
export const session = (name: string) => name as SessionId;
export const [ann, bob, cat, dan] = [user('ann'), user('bob'), user('cat'), user('dan')];

/** The group with a number, ascending as the numbers are. */
export const group = (number: number) =>
  `0190aaaa-aaaa-7aaa-8aaa-${number.toString(16).padStart(12, '0')}` as ConversationId;

export const direct = (one: UserId, other: UserId) =>
  `direct:${[one, other].sort().join(':')}` as ConversationId;

export const uuidOf = (number: number) =>
  `0190bbbb-bbbb-7bbb-8bbb-${number.toString(16).padStart(12, '0')}` as MessageId;

export const albumOf = (number: number) =>
  `0190dddd-dddd-7ddd-8ddd-${number.toString(16).padStart(12, '0')}` as AlbumId;

export const fingerprintOf = (number: number) => number.toString(16).padStart(32, '0');

/** A message's event; `to` as the log says. */
export function text(
  log: ConversationId,
  by: UserId,
  content: string,
): ConversationEvent & { kind: 'message' } {
  const isDirect = log.startsWith('direct:');
  const [low, high] = log.slice('direct:'.length).split(':');
  const to = isDirect ? String(low === by ? high : low) : log;
  return {
    kind: 'message',
    type: isDirect ? 'direct' : 'group',
    to,
    content,
    contentType: 'text',
    replyTo: null,
  };
}

export function created(owner: UserId, ...others: UserId[]): ConversationEvent {
  const members = [owner, ...others].map((userId): { userId: UserId; role: Role } => ({
    userId,
    role: userId === owner ? 'owner' : 'member',
  }));
  return { kind: 'created', name: 'Choir', description: 'We sing', members };
}

export const edit = (message: NewEntry, content: string): ConversationEvent => ({
  kind: 'edit',
  messageId: message.id as MessageId,
  messageSeq: message.seq,
  content,
});

export const erase = (message: NewEntry): ConversationEvent => ({
  kind: 'delete',
  messageId: message.id as MessageId,
  messageSeq: message.seq,
});

export const reaction = (message: NewEntry, emoji: string, on = true): ConversationEvent => ({
  kind: 'reaction',
  messageId: message.id as MessageId,
  messageSeq: message.seq,
  emoji,
  on,
});

export const hidden = (message: NewEntry): PersonalEvent => ({
  kind: 'message_hidden',
  conversation: message.log as ConversationId,
  messageId: message.id as MessageId,
  messageSeq: message.seq,
});

export function newUser(
  id: string,
  more: Partial<NewUser['profile']> & { passwordHash?: string | null } = {},
): NewUser {
  const { passwordHash = `hash of ${id}`, ...profile } = more;
  return {
    profile: { id: user(id), username: id, displayName: id, avatarUrl: null, createdAt: startMs, ...profile },
    passwordHash,
  };
}

export const seqs = (items: readonly { readonly seq: number }[]) => items.map(({ seq }) => seq);
