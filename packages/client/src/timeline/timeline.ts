import { foldReaction, type ReactionChange } from '@parley/protocol';
import type { Entry, Message } from '../wire.ts';

/** Entries that a conversation shows as quiet lines. */
export type SystemEntry = Exclude<Entry, { kind: 'message' | 'edit' | 'delete' | 'reaction' }>;

const systemKinds = {
  created: true,
  member_added: true,
  member_removed: true,
  role_changed: true,
  renamed: true,
  updated: true,
  deleted: true,
} as const satisfies Record<SystemEntry['kind'], true>;

/** False also for the kinds of a later version, which count their seq and show nothing. */
export function isSystemEntry(entry: Entry): entry is SystemEntry {
  return Object.hasOwn(systemKinds, entry.kind);
}

/** One line of a conversation, in its place in the log. Never changed in place: an edit makes a new one. */
export type TimelineItem =
  | { readonly kind: 'message'; readonly seq: number; readonly message: Message }
  | { readonly kind: 'system'; readonly seq: number; readonly entry: SystemEntry };

/** What is known to have happened to a message, loaded or not: pages fetched earlier may arrive later. */
export interface Amendment {
  /** of the newest edit or deletion known, 0 while there is none */
  readonly seq: number;
  /** `content` null: erased since, its deletion follows in the log */
  readonly edit?: { readonly content: string | null; readonly editedAt: string };
  readonly deletedAt?: string;
  /** ascending by seq, the newest alone */
  readonly reactions?: readonly NumberedReaction[];
}

export interface NumberedReaction extends ReactionChange<string> {
  readonly seq: number;
}

/** Reactions remembered of each message, as changes are. */
const maxReactions = 200;

/** What a device holds of one log: a stretch without a gap, and what waits for the gap behind it to close. */
export interface Timeline {
  /** every entry from `from` to `to` has been applied; nothing is held while `from` is `to + 1` */
  readonly from: number;
  readonly to: number;
  /** ascending by seq, each message once SEQ2 */
  readonly items: readonly TimelineItem[];
  /** entries behind a gap, ascending; not shown in the order until it is closed */
  readonly ahead: readonly Entry[];
  /** messages accepted but not numbered; shown after everything numbered, dropped at reconnect */
  readonly provisional: readonly Message[];
  readonly amendments: ReadonlyMap<string, Amendment>;
  /** ids deleted for oneself: they stay so, whatever arrives later */
  readonly hidden: ReadonlySet<string>;
}

/** Holds nothing yet; the next entry is `head + 1`. */
export function emptyTimeline(head: number): Timeline {
  return {
    from: head + 1,
    to: head,
    items: [],
    ahead: [],
    provisional: [],
    amendments: new Map(),
    hidden: new Set(),
  };
}

/** The message as the amendments known leave it. The highest seq wins, never a clock. */
export function amendMessage(message: Message, amendment: Amendment | undefined): Message {
  if (amendment === undefined) return message;
  const { edit, deletedAt } = amendment;
  const edited =
    edit === undefined
      ? message
      : { ...message, content: edit.content ?? message.content, edited_at: edit.editedAt };
  const deleted_at = deletedAt ?? message.deleted_at;
  if (deleted_at === null) return withReactions(edited, amendment.reactions ?? []);
  const { reactions: _reactions, reactions_seq: _seq, ...left } = edited;
  return { ...left, content: null, media_url: null, media_metadata: null, deleted_at };
}

/** What the message has in it already changes nothing: its own number says how far that goes. RCT1 */
function withReactions(message: Message, changes: readonly NumberedReaction[]): Message {
  const { reactions: present = [], reactions_seq: seq = 0, ...rest } = message;
  const news = changes.filter((change) => change.seq > seq);
  const last = news.at(-1);
  if (last === undefined) return message;
  const reactions = news.reduce((all, change) => [...foldReaction(all, change)], present);
  return { ...rest, ...(reactions.length === 0 ? {} : { reactions }), reactions_seq: last.seq };
}

/** The message that an entry changes, and how; undefined for all other entries. */
export function amendmentOf(
  entry: Entry,
): { readonly id: string; readonly amendment: Amendment } | undefined {
  if (entry.kind === 'delete')
    return { id: entry.message_id, amendment: { seq: entry.seq, deletedAt: entry.deleted_at } };
  if (entry.kind === 'reaction') {
    const { seq, by: user, emoji, on } = entry;
    return { id: entry.message_id, amendment: { seq: 0, reactions: [{ seq, user, emoji, on }] } };
  }
  if (entry.kind !== 'edit') return undefined;
  const edit = { content: entry.content, editedAt: entry.edited_at };
  return { id: entry.message_id, amendment: { seq: entry.seq, edit } };
}

/** Both, whichever came to be known first. */
export function joinAmendments(one: Amendment | undefined, other: Amendment): Amendment {
  if (one === undefined) return other;
  const [older, newer] = one.seq <= other.seq ? [one, other] : [other, one];
  const joined = { ...older, ...newer };
  if (one.reactions === undefined || other.reactions === undefined) return joined;
  return { ...joined, reactions: joinReactions(one.reactions, other.reactions) };
}

function joinReactions(
  one: readonly NumberedReaction[],
  other: readonly NumberedReaction[],
): readonly NumberedReaction[] {
  const bySeq = new Map([...one, ...other].map((change) => [change.seq, change]));
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq).slice(-maxReactions);
}
