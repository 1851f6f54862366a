import {
  accept,
  refuse,
  sizes,
  type Ack,
  type ConversationId,
  type MessageId,
  type Payload,
  type Result,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import { isStillMember, locateMessage, notFound, stateForMember } from '../policy/access.ts';
import { roomOfUser } from '../ports/publisher.ts';
import { wireTime } from '../views/message-view.ts';
import { keepSettings } from './keep-settings.ts';

interface Target {
  readonly state: ConversationState;
  readonly seq: number;
  readonly messageId: MessageId | undefined;
}

/** `mark_read` and `mark_delivered`: positions that only grow and never pass the head. RD1 */
export function createMarkPositions(context: Context) {
  const { positions, publisher, clock } = context;

  async function targetOf(caller: Caller, body: Payload<'mark_read'>): Promise<Result<Target>> {
    if (body.message_id !== undefined) {
      const located = await locateMessage(context, caller.userId, { ...body, message_id: body.message_id });
      if (!located.ok) return located;
      const { state, message } = located.value;
      return accept({ state, seq: message.seq, messageId: message.id });
    }
    // The schema asks for conversation and seq where there is no message id.
    const member = await stateForMember(context, caller.userId, body.conversation ?? ('' as ConversationId));
    if (!member.ok) return member;
    return accept({
      state: member.value,
      seq: Math.min(body.seq ?? 0, member.value.head),
      messageId: undefined,
    });
  }

  async function tellReceipt(
    caller: Caller,
    target: Target,
    {
      type,
      seq,
      isRepeated,
    }: { type: 'read_receipt' | 'delivery_receipt'; seq: number; isRepeated: boolean },
  ) {
    const { state } = target;
    const exact = target.seq === seq ? target.messageId : undefined;
    const messageId = exact ?? (await context.storage.conversations.findNewestMessage(state.log, seq))?.id;
    if (messageId === undefined || !isMember(state, caller.userId)) return;
    const isSmall = state.members.size <= sizes.receiptMembers;
    const receipt = {
      conversation: state.log,
      user_id: caller.userId,
      message_id: messageId,
      at: wireTime(clock.nowMs()),
    };
    publisher.publish(
      // A repeated one may be news to one's own devices: its first answer was lost, and so was the telling. RD1
      isSmall && !isRepeated ? state.audience : [roomOfUser(caller.userId)],
      'message_update',
      type === 'read_receipt'
        ? { type, ...receipt, read_seq: seq }
        : { type, ...receipt, delivered_seq: seq },
      caller.acknowledge && caller.socketId,
    );
  }

  /** A conversation marked as unread by hand is so until the next `mark_read`. */
  async function clearMarkedUnread(caller: Caller, log: ConversationId): Promise<Result<void>> {
    const account = await context.logs.account(caller.userId);
    if (account?.markedUnread.has(log) !== true) return accept(undefined);
    const kept = await keepSettings(context, { user: caller.userId, conversation: log }, (present) =>
      present.markedUnread ? { ...present, markedUnread: false } : undefined,
    );
    // Gone meanwhile: there is nothing left to clear.
    return kept.ok || kept.error.code === 'not_found' ? accept(undefined) : kept;
  }

  /** Removed while it was marked: what was remembered then must not hold when they return. */
  function forgotten(log: ConversationId, caller: Caller) {
    positions.forget(log, caller.userId);
    return notFound('conversation');
  }

  return {
    async markRead(caller: Caller, body: Payload<'mark_read'>): Promise<Result<Ack<'mark_read'>>> {
      const target = await targetOf(caller, body);
      if (!target.ok) return target;
      const { log } = target.value.state;
      const marked = await positions.read(log, caller.userId, target.value.seq);
      if (marked === undefined)
        return refuse('unavailable', 'The store cannot take this right now.', { retryAfterMs: 2000 });
      if (!(await isStillMember(context, caller.userId, log))) return forgotten(log, caller);
      const { readSeq } = marked.position;
      await tellReceipt(caller, target.value, {
        type: 'read_receipt',
        seq: readSeq,
        isRepeated: !marked.moved,
      });
      const cleared = await clearMarkedUnread(caller, log);
      return cleared.ok ? accept({ conversation: log, seq: readSeq }) : cleared;
    },

    async markDelivered(
      caller: Caller,
      body: Payload<'mark_delivered'>,
    ): Promise<Result<Ack<'mark_delivered'>>> {
      const target = await targetOf(caller, body);
      if (!target.ok) return target;
      const { log } = target.value.state;
      const { moved, position } = await positions.delivered(log, caller.userId, target.value.seq);
      if (!(await isStillMember(context, caller.userId, log))) return forgotten(log, caller);
      if (moved)
        await tellReceipt(caller, target.value, {
          type: 'delivery_receipt',
          seq: position.deliveredSeq,
          isRepeated: false,
        });
      return accept({ conversation: log, seq: position.deliveredSeq });
    },
  };
}
