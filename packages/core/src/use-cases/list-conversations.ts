import {
  accept,
  refuseField,
  type AnswerBody,
  type Conversation,
  type ConversationId,
  type Result,
  type RouteBody,
  type RouteQuery,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import type { ConversationSettings, UserProfile } from '../log/entry.ts';
import { notFound, peerOf, stateForMember } from '../policy/access.ts';
import { toConversationId } from '../policy/address.ts';
import type { ConversationRow, RowCursor } from '../ports/conversation-reads.ts';
import { conversationView, emptyConversationView } from '../views/conversation-view.ts';
import { readCursor, writeCursor } from '../views/cursor.ts';
import { keepSettings } from './keep-settings.ts';

/** The conversation list and what one keeps for oneself of each: mute, archive, marked as unread. */
export function createConversations(context: Context) {
  const { conversations, accounts } = context.storage;

  async function viewsOf(rows: readonly ConversationRow[]): Promise<Conversation[]> {
    const peerIds = rows.flatMap((row) => (row.peer === null ? [] : [row.peer.userId]));
    const users = peerIds.length > 0 ? await accounts.findUsers([...new Set(peerIds)]) : [];
    const byId = new Map<UserId, UserProfile>(users.map((user) => [user.id, user]));
    return rows.map((row) =>
      conversationView(withLivePeer(row), row.peer ? byId.get(row.peer.userId) : undefined),
    );
  }

  /** Delivered positions are written behind: the live one may be ahead of the stored one. */
  function withLivePeer(row: ConversationRow): ConversationRow {
    const live = row.peer && context.positions.peek(row.log, row.peer.userId);
    if (!row.peer || !live) return row;
    return {
      ...row,
      peer: { ...row.peer, deliveredSeq: Math.max(row.peer.deliveredSeq, live.deliveredSeq) },
    };
  }

  async function getConversation(caller: Caller, id: ConversationId): Promise<Result<Conversation>> {
    const [row] = await conversations.findRows(caller.userId, [id]);
    if (row !== undefined) {
      const [view] = await viewsOf([row]);
      return view ? accept(view) : notFound('conversation');
    }
    const open = await stateForMember(context, caller.userId, id);
    const peerId = peerOf(id, caller.userId);
    if (!open.ok || open.value.type !== 'direct' || peerId === undefined) return notFound('conversation');
    const peer = await context.logs.account(peerId);
    return peer ? accept(emptyConversationView(id, peer.user)) : notFound('conversation');
  }

  return {
    getConversation,

    async listConversations(
      caller: Caller,
      query: RouteQuery<'list_conversations'>,
    ): Promise<Result<AnswerBody<'list_conversations'>>> {
      const before = query.cursor === undefined ? undefined : rowCursorOf(query.cursor);
      if (before?.ok === false) return before;
      const rows = await conversations.listRows(caller.userId, {
        limit: query.limit + 1,
        ...(before === undefined ? {} : { before: before.value }),
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      const hasMore = rows.length > query.limit && last !== undefined;
      return accept({
        conversations: await viewsOf(page),
        next_cursor: hasMore ? writeCursor([last.updatedAt, last.log]) : null,
      });
    },

    async updateConversation(
      caller: Caller,
      id: ConversationId,
      change: RouteBody<'update_conversation'>,
    ): Promise<Result<Conversation>> {
      const kept = await keepSettings(context, { user: caller.userId, conversation: id }, (present) =>
        changedSettings(present, change),
      );
      return kept.ok ? getConversation(caller, id) : kept;
    },
  };
}

function changedSettings(
  present: ConversationSettings,
  change: RouteBody<'update_conversation'>,
): ConversationSettings {
  const until = change.muted_until;
  const mutedUntil = until === undefined ? present.mutedUntil : until === null ? null : Date.parse(until);
  return {
    mutedUntil,
    archived: change.archived ?? present.archived,
    markedUnread: change.marked_unread ?? present.markedUnread,
  };
}

function rowCursorOf(cursor: string): Result<RowCursor> {
  const parts = readCursor(cursor);
  if (!parts.ok) return parts;
  const [updatedAt, log] = parts.value;
  if (typeof updatedAt !== 'number' || typeof log !== 'string')
    return refuseField('cursor', 'is not one of this list');
  return accept({ updatedAt, log: toConversationId(log) });
}
