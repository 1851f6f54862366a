import type { ConversationId, UserId } from '@parley/protocol';
import type { ConversationEvent, PersonalEvent } from '../log/entry.ts';
import { withReaction } from '../log/message-reactions.ts';
import type { GroupRecord, OwnReaction } from '../ports/conversation-reads.ts';
import {
  obtain,
  type ConversationLog,
  type LogRow,
  type MemoryState,
  type PersonalLog,
} from './memory-storage-state.ts';

/** What one stored entry changes in what is read besides the log itself. */
export function projectConversation(
  id: ConversationId,
  log: ConversationLog,
  row: LogRow<ConversationEvent>,
): void {
  const { event, seq, at } = row;
  switch (event.kind) {
    case 'created':
      log.group = foundGroup(event, row);
      for (const { userId, role } of event.members)
        log.members.set(userId, { role, joinedAt: at, readSeq: seq, deliveredSeq: seq });
      return;
    case 'foreign':
      return;
    case 'message':
      if (seq === 1 && log.type === 'direct') beginDirect(id, log, at);
      log.texts.set(seq, {
        content: event.content,
        media: event.media ?? null,
        editedAt: null,
        editSeq: null,
        deletedAt: null,
        deleteSeq: null,
      });
      return;
    case 'edit': {
      projectEdit(log, row, event);
      return;
    }
    case 'delete': {
      projectDelete(log, row, event.messageSeq);
      return;
    }
    case 'reaction': {
      projectReaction(log, row, event);
      return;
    }
    case 'member_added':
      log.members.set(event.userId, { role: event.role, joinedAt: at, readSeq: seq, deliveredSeq: seq });
      return;
    case 'member_removed':
      log.members.delete(event.userId);
      return;
    case 'role_changed':
      // A hand-over names both sides in one entry.
      if (event.role === 'owner') setRole(log, row.by, 'admin');
      {
        setRole(log, event.userId, event.role);
        return;
      }
    case 'renamed':
    case 'updated':
      if (log.group !== null) log.group = changedGroup(log.group, event);
      return;
    case 'deleted':
      if (log.group === null) return;
      log.group = { ...log.group, deleted: true };
      log.erasure = { members: [...log.members.keys()], erasedSeq: 0 };
      log.members.clear();
      return;
  }
}

function foundGroup(
  event: Extract<ConversationEvent, { kind: 'created' }>,
  row: { readonly by: UserId; readonly at: number },
): GroupRecord {
  return {
    name: event.name,
    description: event.description,
    avatarUrl: null,
    discoverable: false,
    createdBy: row.by,
    createdAt: row.at,
    deleted: false,
  };
}

/** A direct conversation's people are named by its id; nobody has read anything yet. */
function beginDirect(id: ConversationId, log: ConversationLog, at: number): void {
  for (const person of id.slice('direct:'.length).split(':'))
    // The caller has built the id from two user ids.
    log.members.set(person as UserId, { role: 'member', joinedAt: at, readSeq: 0, deliveredSeq: 0 });
}

function projectEdit(
  log: ConversationLog,
  row: LogRow<ConversationEvent>,
  event: Extract<ConversationEvent, { kind: 'edit' }>,
): void {
  const text = log.texts.get(event.messageSeq);
  if (text === undefined || text.deletedAt !== null) return;
  text.content = event.content;
  text.editedAt = row.at;
  text.editSeq = row.seq;
}

function projectDelete(log: ConversationLog, row: LogRow<ConversationEvent>, messageSeq: number): void {
  const text = log.texts.get(messageSeq);
  if (text === undefined || text.deletedAt !== null) return;
  text.content = null;
  text.media = null;
  text.deletedAt = row.at;
  text.deleteSeq = row.seq;
  delete text.reactions;
  log.reactions.delete(messageSeq);
}

function projectReaction(
  log: ConversationLog,
  { by, seq }: LogRow<ConversationEvent>,
  { messageSeq, emoji, on }: Extract<ConversationEvent, { kind: 'reaction' }>,
): void {
  const text = log.texts.get(messageSeq);
  if (text === undefined || text.deletedAt !== null) return;
  text.reactions = withReaction(text.reactions, { seq, user: by, emoji, on });
  obtain(log.reactions, messageSeq, () => new Map<string, OwnReaction & { user: UserId }>()).set(
    `${by} ${emoji}`,
    { user: by, emoji, on, seq },
  );
}

function setRole(log: ConversationLog, user: UserId, role: 'member' | 'admin' | 'owner'): void {
  const member = log.members.get(user);
  if (member !== undefined) member.role = role;
}

function changedGroup(
  group: GroupRecord,
  change: Extract<ConversationEvent, { kind: 'renamed' | 'updated' }>,
): GroupRecord {
  const { kind: _, ...fields } = change;
  return { ...group, ...fields };
}

/** The same for a personal log. */
export function projectPersonal(
  state: MemoryState,
  user: UserId,
  { log, event }: { readonly log: PersonalLog; readonly event: PersonalEvent },
): void {
  const account = state.accounts.get(user);
  switch (event.kind) {
    case 'foreign':
    case 'conversation_added':
      return;
    case 'conversation_removed': {
      const settings = log.settings.get(event.conversation);
      if (settings !== undefined) log.settings.set(event.conversation, { ...settings, markedUnread: false });
      return;
    }
    case 'message_hidden':
      obtain(log.hidden, event.conversation, () => new Set<number>()).add(event.messageSeq);
      return;
    case 'conversation_changed': {
      const { mutedUntil, archived, markedUnread } = event;
      log.settings.set(event.conversation, { mutedUntil, archived, markedUnread });
      return;
    }
    case 'profile_changed':
      if (account !== undefined) account.user = { ...account.user, ...event.user, id: user };
      return;
    case 'settings_changed':
      if (account !== undefined) account.user = { ...account.user, settings: event.settings };
      return;
    case 'account_disabled':
      if (account !== undefined) account.user = { ...account.user, disabled: event.on };
      return;
    case 'block_changed':
      if (event.on) log.blocked.add(event.userId);
      else log.blocked.delete(event.userId);
      return;
    case 'session_revoked':
      if (state.sessions.get(event.sessionId)?.userId === user) state.sessions.delete(event.sessionId);
      return;
  }
}
