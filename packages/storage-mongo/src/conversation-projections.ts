import { foldName, type ConversationId, type Role, type UserId } from '@parley/protocol';
import type { ConversationEvent } from '@parley/core';
import type { Collections } from './collections.ts';
import type { ConversationDocument, EntryDocument, GroupPart, MemberPart } from './documents.ts';
import { eventOf } from './entry-document.ts';
import { isNew } from './store-failure.ts';

/**
 * Brings a conversation's document up to its pending entries. Written only over the one it was made from, so of several
 * nodes that do this at once one is right and the others see it. `pending` is complete up to its last entry.
 */
export async function projectConversation(
  { conversations }: Pick<Collections, 'conversations'>,
  log: ConversationId,
  pending: readonly EntryDocument[],
): Promise<void> {
  for (;;) {
    const before = await conversations.findOne({ _id: log });
    const after = pending.reduce((folded, entry) => fold(log, folded, entry), before);
    if (after === null || after === before) return;
    if (before === null) {
      if (await isNew(() => conversations.insertOne(after))) return;
      continue;
    }
    const { _id, ...fields } = after;
    const { matchedCount } = await conversations.updateOne({ _id, seq: before.seq }, { $set: fields });
    if (matchedCount === 1) return;
  }
}

/** The conversation with one more entry in it; the same object where that changes nothing. */
function fold(
  log: ConversationId,
  before: ConversationDocument | null,
  entry: EntryDocument,
): ConversationDocument | null {
  if (entry.seq <= (before?.seq ?? 0)) return before;
  if (entry.kind === 'message') return before ?? begun(log, entry);
  // Personal kinds are in other logs.
  const event = eventOf(entry) as Exclude<ConversationEvent, { kind: 'message' }>;
  if (event.kind === 'created') return before ?? founded(log, entry, event);
  if (before === null) return null;
  const change = changeOf(before, entry, event);
  if (change === undefined) return before;
  const members = change.members ?? before.members;
  return { ...before, ...change, seq: entry.seq, memberCount: members.length };
}

function founded(
  log: ConversationId,
  { seq, at, by }: EntryDocument,
  { name, description, members }: Extract<ConversationEvent, { kind: 'created' }>,
): ConversationDocument {
  const group = { name, foldedName: foldName(name), description, avatarUrl: null, discoverable: false };
  return {
    _id: log,
    seq,
    members: members.map(({ userId, role }) => ({ id: userId, role, joinedAt: at, joinedSeq: seq })),
    memberCount: members.length,
    startedAt: at,
    group: { ...group, createdBy: by, createdAt: at, deleted: false },
    erasure: null,
  };
}

/** A direct conversation's people are named by its id; nobody has read anything yet. */
function begun(log: ConversationId, { seq, at }: EntryDocument): ConversationDocument {
  // The id is made of two user ids.
  const people = [...new Set(log.slice('direct:'.length).split(':'))] as UserId[];
  return {
    _id: log,
    seq,
    members: people.map((id) => ({ id, role: 'member', joinedAt: at, joinedSeq: 0 })),
    memberCount: people.length,
    startedAt: at,
    group: null,
    erasure: null,
  };
}

type Change = Partial<Pick<ConversationDocument, 'members' | 'group' | 'erasure'>>;

function changeOf(
  { members, group }: ConversationDocument,
  { seq, at, by }: EntryDocument,
  event: Exclude<ConversationEvent, { kind: 'message' | 'created' }>,
): Change | undefined {
  switch (event.kind) {
    case 'foreign':
    case 'edit':
    case 'delete':
    case 'reaction':
      return undefined;
    case 'member_added': {
      const others = members.filter(({ id }) => id !== event.userId);
      return { members: [...others, { id: event.userId, role: event.role, joinedAt: at, joinedSeq: seq }] };
    }
    case 'member_removed':
      return { members: members.filter(({ id }) => id !== event.userId) };
    case 'role_changed':
      // A hand-over names both sides in one entry.
      return {
        members: withRole(
          event.role === 'owner' ? withRole(members, by, 'admin') : members,
          event.userId,
          event.role,
        ),
      };
    case 'renamed':
    case 'updated':
      return group === null ? {} : { group: changed(group, event) };
    case 'deleted':
      if (group === null) return {};
      return {
        members: [],
        group: { ...group, discoverable: false, deleted: true },
        erasure: { members: members.map(({ id }) => id), deletedAt: at, deletedSeq: seq, erasedSeq: 0 },
      };
  }
}

function withRole(members: readonly MemberPart[], user: UserId, role: Role): readonly MemberPart[] {
  return members.map((member) => (member.id === user ? { ...member, role } : member));
}

function changed(
  group: GroupPart,
  change: Extract<ConversationEvent, { kind: 'renamed' | 'updated' }>,
): GroupPart {
  const { kind: _, ...fields } = change;
  return { ...group, ...fields, ...(fields.name === undefined ? {} : { foldedName: foldName(fields.name) }) };
}
