import type { Conversation } from '@parley/protocol';
import type { UserProfile } from '../log/entry.ts';
import type { ConversationRow } from '../ports/conversation-reads.ts';
import { userView } from './entry-view.ts';
import { messageView, wireTime, wireTimeOrNull } from './message-view.ts';

/** A line of the conversation list. `peer` is the other person of a direct conversation. */
export function conversationView(row: ConversationRow, peer: UserProfile | undefined): Conversation {
  const common = {
    id: row.log,
    type: row.type,
    last_seq: row.head,
    unread: row.unread,
    read_seq: row.readSeq,
    last_message: row.lastMessage && messageView(row.lastMessage),
    updated_at: wireTime(row.updatedAt),
    muted_until: wireTimeOrNull(row.settings.mutedUntil),
    archived: row.settings.archived,
    marked_unread: row.settings.markedUnread,
  };
  if (row.group !== null)
    return {
      ...common,
      name: row.group.name,
      description: row.group.description,
      avatar_url: row.group.avatarUrl,
      discoverable: row.group.discoverable,
      role: row.role,
      member_count: row.memberCount,
    };
  return {
    ...common,
    name: null,
    ...(peer === undefined ? {} : { peer: userView(peer) }),
    ...(row.peer === null
      ? {}
      : { peer_read_seq: row.peer.readSeq, peer_delivered_seq: row.peer.deliveredSeq }),
  };
}

/** A direct conversation that has not begun: empty, but there. */
export function emptyConversationView(id: Conversation['id'], peer: UserProfile): Conversation {
  return {
    id,
    type: 'direct',
    name: null,
    peer: userView(peer),
    last_seq: 0,
    unread: 0,
    read_seq: 0,
    peer_read_seq: 0,
    peer_delivered_seq: 0,
    last_message: null,
    updated_at: null,
    muted_until: null,
    archived: false,
    marked_unread: false,
  };
}
