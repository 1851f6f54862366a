import { amendMessage, amendmentOf } from '../timeline/timeline.ts';
import type { Conversation, Entry } from '../wire.ts';
import { furtherPeer } from './further-positions.ts';

/** The list's row of a conversation, one entry further; entries it already reflects change nothing twice. */
export function advanceSummary(summary: Conversation, entry: Entry, userId: string): Conversation {
  const amended = amendLast(summary, entry);
  if (entry.seq <= summary.last_seq) return amended;
  const next: Conversation = { ...amended, last_seq: entry.seq };
  switch (entry.kind) {
    case 'message':
      return entry.message === null
        ? next
        : { ...next, last_message: entry.message, updated_at: entry.message.created_at };
    case 'created':
      return { ...next, name: entry.name, description: entry.description, updated_at: entry.at };
    case 'renamed':
      return { ...next, name: entry.name };
    case 'updated':
      return {
        ...next,
        ...(entry.name === undefined ? {} : { name: entry.name }),
        ...(entry.description === undefined ? {} : { description: entry.description }),
        ...(entry.avatar_url === undefined ? {} : { avatar_url: entry.avatar_url }),
        ...(entry.discoverable === undefined ? {} : { discoverable: entry.discoverable }),
      };
    case 'member_added':
      return countMembers(entry.user_id === userId ? { ...next, role: entry.role } : next, 1);
    case 'member_removed':
      return countMembers(next, -1);
    case 'role_changed':
      return changeRole(next, entry, userId);
    case 'edit':
    case 'delete':
    case 'reaction':
    case 'deleted':
      return next;
    default:
      return next; // a kind of a later version
  }
}

function countMembers(summary: Conversation, change: number): Conversation {
  const { member_count: count } = summary;
  return count === undefined ? summary : { ...summary, member_count: Math.max(0, count + change) };
}

function changeRole(
  summary: Conversation,
  entry: Extract<Entry, { kind: 'role_changed' }>,
  userId: string,
): Conversation {
  if (entry.user_id === userId) return { ...summary, role: entry.role };
  // Whoever hands over becomes admin.
  return entry.role === 'owner' && entry.by === userId ? { ...summary, role: 'admin' } : summary;
}

function amendLast(summary: Conversation, entry: Entry): Conversation {
  const last = summary.last_message;
  const change = amendmentOf(entry);
  if (last === null || change?.id !== last.id) return summary;
  return { ...summary, last_message: amendMessage(last, change.amendment) };
}

/** Whether two states of one row say the same, field by field. */
export function isSameRow(one: Conversation, other: Conversation): boolean {
  // Both are of one type: what the first has, the second may lack.
  const keys = Object.keys({ ...one, ...other }) as (keyof Conversation)[];
  return keys.every((key) => Object.is(one[key], other[key]));
}

/** The row as it is known, and one that the server has just sent. */
export function joinRows(known: Conversation | undefined, sent: Conversation): Conversation {
  const read_seq = Math.max(sent.read_seq, known?.read_seq ?? 0); // RD1
  // One that is older than what is known here says nothing new but positions.
  const row = known !== undefined && sent.last_seq < known.last_seq ? known : sent;
  const unread = read_seq > row.read_seq ? (known?.unread ?? 0) : row.unread;
  return { ...row, ...furtherPeer(sent, known), read_seq, unread };
}
