import { accept, type Ack, type ConversationId, type GroupId, type Result } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import { groupForMember, notFound } from '../policy/access.ts';
import { conversationOfGroup } from '../policy/address.ts';
import { roomOfGroup, roomOfQuiet, roomOfSocket, roomOfUser, type SocketId } from '../ports/publisher.ts';
import type { Reporter } from '../ports/reporter.ts';
import { messageView } from '../views/message-view.ts';

type SocketCaller = Caller & { readonly socketId: SocketId };

/** How often at most a quiet member is told a new unread count of one group. */
const unreadEveryMs = 1_000;

/** Which conversations a device follows live. Membership is another matter, and untouched. */
export function createStreams(context: Context, reporter: Reporter) {
  const { publisher, logs, clock } = context;
  const { conversations } = context.storage;
  /** groups whose quiet members are about to be told, or being told; `again`: of a message since then, too */
  const dueUnread = new Map<ConversationId, { again: boolean }>();

  async function tellUnread(log: ConversationId): Promise<void> {
    for (const user of publisher.usersIn(roomOfQuiet(log))) {
      const [row] = await conversations.findRows(user, [log]);
      if (row === undefined) continue;
      publisher.publish([roomOfQuiet(log, user)], 'notification', {
        type: 'unread_notification',
        conversation: log,
        unread: row.unread,
        last_message: row.lastMessage && messageView(row.lastMessage),
      });
    }
  }

  /** One round at a time, so that rounds never pile up behind slow reads. */
  function tellUnreadSoon(log: ConversationId): void {
    const due = { again: false };
    dueUnread.set(log, due);
    clock.after(unreadEveryMs, () => {
      due.again = false;
      tellUnread(log)
        .catch((error: unknown) => {
          reporter.error('telling unread counts', error);
        })
        .finally(() => {
          if (due.again) tellUnreadSoon(log);
          else dueUnread.delete(log);
        });
    });
  }

  return {
    /** The device hears of everything its user is entitled to, from before the moment it is `ready`. SYN2 */
    async connect(caller: SocketCaller): Promise<Result<{ accountSeq: number }>> {
      const { userId } = caller;
      const device = roomOfSocket(caller.socketId);
      publisher.join(device, roomOfUser(userId));
      const [account, groups] = await Promise.all([logs.account(userId), conversations.listGroupIds(userId)]);
      if (account === undefined) return notFound('user');
      for (const group of groups) {
        // Membership may have ended since the list was read; then the state in memory knows. GRP1
        const state = logs.peekConversation(group);
        if (state === undefined || isMember(state, userId)) publisher.join(device, roomOfGroup(group));
      }
      return accept({ accountSeq: account.head });
    },

    async follow(caller: SocketCaller, group: GroupId): Promise<Result<Ack<'join_group'>>> {
      const log = conversationOfGroup(group);
      const allowed = await groupForMember(context, caller.userId, log);
      if (!allowed.ok) return allowed;
      const device = roomOfSocket(caller.socketId);
      publisher.leave(device, roomOfQuiet(log));
      publisher.leave(device, roomOfQuiet(log, caller.userId));
      publisher.join(device, roomOfGroup(log));
      return accept({ last_seq: allowed.value.head });
    },

    async unfollow(caller: SocketCaller, group: GroupId): Promise<Result<Ack<'leave_group'>>> {
      const log = conversationOfGroup(group);
      const allowed = await groupForMember(context, caller.userId, log);
      if (!allowed.ok) return allowed;
      const device = roomOfSocket(caller.socketId);
      publisher.leave(device, roomOfGroup(log));
      publisher.join(device, roomOfQuiet(log));
      publisher.join(device, roomOfQuiet(log, caller.userId));
      return accept({ last_seq: allowed.value.head });
    },

    /** A new message in a group: members who left its stream hear how many wait, once a second at most. */
    quietMessage({ log }: ConversationState): void {
      const due = dueUnread.get(log);
      if (due !== undefined) due.again = true;
      else if (publisher.hasSockets(roomOfQuiet(log))) tellUnreadSoon(log);
    },
  };
}
