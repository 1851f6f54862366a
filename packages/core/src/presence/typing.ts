import {
  accept,
  type Ack,
  type ConversationId,
  type Payload,
  type Result,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import type { ConversationState } from '../log/conversation-state.ts';
import { notFound, peerOf, stateForMember } from '../policy/access.ts';
import { addressedConversation } from '../policy/address.ts';
import { roomOfGroup, roomOfUser, type Room, type SocketId } from '../ports/publisher.ts';

interface Typing {
  readonly log: ConversationId;
  readonly user: UserId;
  readonly rooms: readonly Room[];
  readonly socket: SocketId | undefined;
  cancel: () => void;
}

const typingMs = 6_000;

/** Who is typing where: in memory, for six seconds, to the others in the conversation. PRS1 */
export function createTyping(context: Pick<Context, 'logs' | 'publisher' | 'clock'>) {
  const typing = new Map<string, Typing>();

  function tell({ log, user, rooms, socket }: Typing, isTyping: boolean): void {
    context.publisher.publish(
      rooms,
      'typing',
      { conversation: log, user_id: user, is_typing: isTyping },
      socket,
    );
  }

  function end(key: string, isTold: boolean): void {
    const ended = typing.get(key);
    if (ended === undefined) return;
    typing.delete(key);
    ended.cancel();
    if (isTold) tell(ended, false);
  }

  /** Whom it concerns; nobody where the other person has blocked the one who types. */
  async function audience(caller: Caller, state: ConversationState): Promise<readonly Room[]> {
    if (state.type === 'group') return [roomOfGroup(state.log)];
    const peer = peerOf(state.log, caller.userId);
    const account = peer && (await context.logs.account(peer));
    return account === undefined || account.blocked.has(caller.userId) ? [] : [roomOfUser(account.user.id)];
  }

  return {
    async typing(caller: Caller, body: Payload<'typing'>): Promise<Result<Ack<'typing'>>> {
      const log = addressedConversation(caller.userId, body);
      if (log === undefined) return notFound('conversation');
      const member = await stateForMember(context, caller.userId, log);
      if (!member.ok) return member;
      const rooms = await audience(caller, member.value);
      const key = `${caller.userId} ${log}`;
      const wasTyping = typing.has(key);
      end(key, false);
      const state: Typing = {
        log,
        user: caller.userId,
        rooms,
        socket: caller.socketId,
        cancel: () => undefined,
      };
      if (body.is_typing) {
        typing.set(key, state);
        state.cancel = context.clock.after(typingMs, () => {
          end(key, true);
        });
      }
      if (body.is_typing || wasTyping) tell(state, body.is_typing);
      return accept({});
    },
    /** Their message says more than that they type. */
    ended(user: UserId, log: ConversationId): void {
      if (typing.size > 0) end(`${user} ${log}`, false);
    },
    disconnected(user: UserId, socket: SocketId): void {
      if (typing.size === 0) return;
      for (const [key, one] of typing) if (one.user === user && one.socket === socket) end(key, true);
    },
  };
}
