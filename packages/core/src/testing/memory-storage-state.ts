import type { ConversationId, ConversationType, Role, SessionId, UserId } from '@parley/protocol';
import type {
  ConversationEvent,
  ConversationSettings,
  EntryId,
  LogEvent,
  MessageReactions,
  PersonalEvent,
} from '../log/entry.ts';
import type { Media, MediaRecord } from '../log/media.ts';
import type { SessionRecord, UserRecord } from '../ports/account-store.ts';
import type { StoreMark } from '../ports/archive.ts';
import type { TailEntry } from '../ports/cluster-store.ts';
import type { GroupRecord, OwnReaction } from '../ports/conversation-reads.ts';

/** Everything a memory store holds; hand it to another `createMemoryStorage` and that one is the same store, reopened. */
export interface MemoryState {
  generation: string;
  mark: StoreMark | undefined;
  readonly conversations: Map<ConversationId, ConversationLog>;
  readonly personal: Map<UserId, PersonalLog>;
  readonly accounts: Map<UserId, Account>;
  readonly sessions: Map<SessionId, SessionRecord & { readonly tokenHash: string }>;
  /** by id */
  readonly media: Map<string, MediaRecord>;
  /** by id, then by the node that claimed it: when it last did */
  readonly claims: Map<string, Map<string, number>>;
  /** contents that are being erased, by their digests, with the time since when */
  readonly condemned: Map<string, number>;
  /** every entry of every log in the order of storing, for nodes that share the store */
  readonly tail: (Omit<TailEntry, 'key'> & { readonly storedMs: number })[];
  readonly nodes: Map<string, { beat: number; nowMs: number }>;
}

/** `entries[n - 1]` has the number n. SEQ1 */
interface EntryList<Event extends LogEvent> {
  readonly entries: LogRow<Event>[];
  readonly ids: Map<EntryId, number>;
}

export interface LogRow<Event extends LogEvent> {
  readonly seq: number;
  readonly id: EntryId;
  readonly at: number;
  readonly by: UserId;
  event: Event;
  readonly fingerprint: string | null;
  readonly judging: boolean;
}

export interface ConversationLog extends EntryList<ConversationEvent> {
  readonly type: ConversationType;
  readonly members: Map<UserId, Member>;
  /** the present state of each message, by its number */
  readonly texts: Map<number, Text>;
  /** who reacted with what, by the message's number; then by person and emoji */
  readonly reactions: Map<number, Map<string, OwnReaction & { readonly user: UserId }>>;
  group: GroupRecord | null;
  /** `null` while the group lives and once its erasure is finished */
  erasure: { readonly members: readonly UserId[]; erasedSeq: number } | null;
}

export interface Member {
  role: Role;
  joinedAt: number;
  readSeq: number;
  deliveredSeq: number;
}

export interface Text {
  content: string | null;
  media: Media | null;
  editedAt: number | null;
  editSeq: number | null;
  deletedAt: number | null;
  deleteSeq: number | null;
  reactions?: MessageReactions;
}

export interface PersonalLog extends EntryList<PersonalEvent> {
  readonly hidden: Map<ConversationId, Set<number>>;
  readonly settings: Map<ConversationId, ConversationSettings>;
  readonly blocked: Set<UserId>;
}

export interface Account {
  user: UserRecord;
  passwordHash: string | null;
}

/** An empty store. `generation` is random unless a simulation names one. */
export function createMemoryState(generation: string = crypto.randomUUID()): MemoryState {
  return {
    generation,
    mark: undefined,
    conversations: new Map(),
    personal: new Map(),
    accounts: new Map(),
    sessions: new Map(),
    media: new Map(),
    claims: new Map(),
    condemned: new Map(),
    tail: [],
    nodes: new Map(),
  };
}

export function emptyConversation(log: ConversationId): ConversationLog {
  return {
    type: log.startsWith('direct:') ? 'direct' : 'group',
    entries: [],
    ids: new Map(),
    members: new Map(),
    texts: new Map(),
    reactions: new Map(),
    group: null,
    erasure: null,
  };
}

export function emptyPersonalLog(): PersonalLog {
  return { entries: [], ids: new Map(), hidden: new Map(), settings: new Map(), blocked: new Set() };
}

/** The value under `key`, made first where there is none. */
export function obtain<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

/** What a log says of those who judge by it. */
export function judgingOf(rows: readonly LogRow<LogEvent>[]) {
  const lastJudgingSeq = rows.findLast((row) => row.judging)?.seq ?? 0;
  const needsNewer = rows.some(({ event }) => event.kind === 'foreign' && event.judging);
  return { lastJudgingSeq, ...(needsNewer ? { needsNewer } : {}) };
}

/** Ascending by code point, which is the byte order of UTF-8. */
export function compareText(one: string, other: string): number {
  const left = [...one];
  const right = [...other];
  for (const [index, point] of left.entries()) {
    const opposite = right[index];
    if (opposite === undefined) return 1;
    if (point !== opposite) return (point.codePointAt(0) ?? 0) - (opposite.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
