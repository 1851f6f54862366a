import { refuse, type ServerPayload, type UserId } from '@parley/protocol';
import type { AccountState } from '../log/account-state.ts';
import type { ConversationState } from '../log/conversation-state.ts';
import type { ConversationEvent, PersonalEvent } from '../log/entry.ts';
import type { Delivery } from '../logs.ts';
import type { Numbered } from '../pipeline/draft.ts';
import {
  roomOfGroup,
  roomOfQuiet,
  roomOfUser,
  type Publisher,
  type Room,
  type SocketId,
} from '../ports/publisher.ts';
import { accountEntryView, eventView } from '../views/entry-view.ts';
import { messageView, newMessage, wireTime } from '../views/message-view.ts';

export interface DeliveryOptions {
  readonly publisher: Publisher;
  readonly reactions: Reactions;
}

/** What else follows from a committed entry. None of it waits or throws. */
export interface Reactions {
  /** a message was sent: its sender has stopped typing, and quiet members of a group hear of it by count only */
  messageSent(state: ConversationState, sender: UserId): void;
  /** those who watch the person learn their new profile */
  profileChanged(state: AccountState): void;
  /** who may see the person may have changed */
  visibilityChanged(user: UserId): void;
}

/**
 * From committed entries to events. Called once per entry, in `seq` order per log, and does not wait: rooms change and
 * events leave in the same order for everybody (SEQ2, GRP1).
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { publisher, reactions } = options;

  function message(entry: Numbered<ConversationEvent>, state: ConversationState, except?: SocketId): void {
    if (entry.event.kind !== 'message') return;
    publisher.publish(state.audience, 'message', messageView(newMessage(entry, entry.event)), except);
    reactions.messageSent(state, entry.by);
  }

  /** Rooms first or last, so that a person hears of exactly the entries they are a member for. GRP1 */
  function membership(entry: Numbered<ConversationEvent>, state: ConversationState, except?: SocketId): void {
    const { event } = entry;
    const group = roomOfGroup(state.log);
    const tell = (rooms: readonly Room[], action: GroupAction) => {
      publisher.publish(rooms, 'notification', groupNotification(entry, state, action), except);
    };
    switch (event.kind) {
      case 'created':
        for (const { userId } of event.members) publisher.join(roomOfUser(userId), group);
        tell([group], 'added');
        return;
      case 'member_added':
        tell([group], 'member_added');
        publisher.join(roomOfUser(event.userId), group);
        tell([roomOfUser(event.userId)], 'added');
        return;
      case 'member_removed':
        for (const room of [group, roomOfQuiet(state.log), roomOfQuiet(state.log, event.userId)])
          publisher.leave(roomOfUser(event.userId), room);
        tell([group], 'member_removed');
        tell([roomOfUser(event.userId)], 'removed');
        reactions.visibilityChanged(event.userId);
        return;
      case 'deleted':
        tell([group, roomOfQuiet(state.log)], 'deleted');
        publisher.empty(group);
        publisher.empty(roomOfQuiet(state.log));
        return;
      case 'role_changed':
        tell([group], 'role_changed');
        return;
      case 'renamed':
        tell([group], 'renamed');
        return;
      case 'updated':
        tell([group], 'updated');
        return;
      // Whoever follows the log notices the number that is missing, and catches up.
      case 'foreign':
      case 'message':
      case 'edit':
      case 'delete':
      case 'reaction':
        return;
    }
  }

  function change(entry: Numbered<ConversationEvent>, state: ConversationState, except?: SocketId): void {
    const { event, seq, at, by } = entry;
    const conversation = state.log;
    if (event.kind === 'edit' && event.content !== null) {
      const { messageId, content } = event;
      const edit = { type: 'message_edit', conversation, seq, message_id: messageId, content } as const;
      publisher.publish(state.audience, 'message_update', { ...edit, edited_at: wireTime(at) }, except);
    }
    if (event.kind === 'reaction') {
      const { messageId, emoji, on } = event;
      const reaction = { type: 'reaction', conversation, seq, message_id: messageId, user_id: by } as const;
      publisher.publish(
        state.audience,
        'message_update',
        { ...reaction, emoji, on, at: wireTime(at) },
        except,
      );
    }
    if (event.kind === 'delete') {
      const deletion = { conversation, seq, message_id: event.messageId, deleted_by: by } as const;
      publisher.publish(
        state.audience,
        'message_deleted',
        { ...deletion, deleted_at: wireTime(at), delete_for: 'everyone' },
        except,
      );
    }
  }

  function personal(entry: Numbered<PersonalEvent>, state: AccountState, except?: SocketId): void {
    const own = roomOfUser(state.user.id);
    const { event, seq, at } = entry;
    if (event.kind !== 'foreign')
      publisher.publish([own], 'account', accountEntryView({ ...event, seq, at }));
    switch (event.kind) {
      case 'message_hidden': {
        const { conversation, messageId } = event;
        const deletion = {
          conversation,
          seq: null,
          message_id: messageId,
          deleted_by: state.user.id,
        } as const;
        publisher.publish(
          [own],
          'message_deleted',
          { ...deletion, deleted_at: wireTime(at), delete_for: 'me' },
          except,
        );
        return;
      }
      case 'session_revoked':
        publisher.cutSession(
          state.user.id,
          event.sessionId,
          refuse('unauthenticated', 'This session has ended.').error,
        );
        return;
      case 'account_disabled':
        if (event.on) publisher.cut(own, refuse('unauthenticated', 'This account is disabled.').error);
        return;
      case 'profile_changed':
        reactions.profileChanged(state);
        return;
      case 'block_changed':
        reactions.visibilityChanged(state.user.id);
        return;
      case 'foreign':
      case 'conversation_added':
      case 'conversation_removed':
      case 'conversation_changed':
      case 'settings_changed':
        return;
    }
  }

  return {
    conversation(entry, state, except) {
      message(entry, state, except);
      change(entry, state, except);
      membership(entry, state, except);
    },
    personal,
  };
}

type GroupNotification = Extract<ServerPayload<'notification'>, { type: 'group_notification' }>;
type GroupAction = GroupNotification['action'];

function groupNotification(
  entry: Numbered<ConversationEvent>,
  state: ConversationState,
  action: GroupAction,
): GroupNotification {
  const { event } = entry;
  const fields =
    event.kind === 'message' || event.kind === 'foreign' ? { kind: event.kind } : eventView(event, entry.at);
  return {
    // SYN1: with the entry's time and kind, what is heard live makes the same picture as catching up.
    ...fields,
    at: wireTime(entry.at),
    type: 'group_notification',
    action,
    group_id: state.log,
    group_name: state.group?.name ?? '',
    conversation: state.log,
    seq: entry.seq,
    by: entry.by,
  };
}
