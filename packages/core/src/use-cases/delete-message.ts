import { accept, refuse, type Ack, type Payload, type Result } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import type { StoredMessage } from '../log/entry.ts';
import { deny, grant, stale } from '../pipeline/draft.ts';
import { locateMessage, notFound, type LocatedMessage } from '../policy/access.ts';
import { mayInGroup } from '../policy/group-policy.ts';
import { derivedId } from '../ports/ids.ts';

type DeleteAck = Ack<'delete_message'>;

/** Deletes a message: for everyone it is an entry of the conversation, for oneself one of the personal log. */
export function createDeleteMessage(context: Context) {
  const { logs, ids } = context;

  async function forEveryone(caller: Caller, located: LocatedMessage): Promise<Result<DeleteAck> | 'stale'> {
    const { message, state, judgedAt } = located;
    if (message.deleteSeq !== null) return accept({ conversation: state.log, seq: message.deleteSeq });
    if (!mayDelete(state, message, caller))
      return refuse('forbidden', 'This message is not yours to delete.');
    const appended = await logs.append(state.log, {
      id: ids.newId(),
      by: caller.userId,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 300,
      decide(now) {
        if (!isMember(now, caller.userId)) return deny(notFound('message'));
        if (now.lastJudgingSeq !== judgedAt) return stale;
        return grant({ kind: 'delete', messageId: message.id, messageSeq: message.seq });
      },
      stored: ({ seq }) => caller.acknowledge?.({ conversation: state.log, seq }),
      except: caller.acknowledge && caller.socketId,
    });
    if (appended.outcome === 'stored') {
      if (message.media !== null) context.mediaReleased(message.media.id);
      return accept({ conversation: state.log, seq: appended.entry.seq });
    }
    return appended.outcome === 'refused' ? { ok: false, error: appended.error } : 'stale';
  }

  async function forMe(caller: Caller, located: LocatedMessage): Promise<Result<DeleteAck>> {
    const { message, state } = located;
    const ack = { conversation: state.log };
    if (located.hidden) return accept(ack);
    const appended = await logs.appendPersonal(caller.userId, {
      id: derivedId(ids, `hidden ${state.log} ${message.id} ${caller.userId}`),
      by: caller.userId,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 300,
      decide: () =>
        grant({
          kind: 'message_hidden',
          conversation: state.log,
          messageId: message.id,
          messageSeq: message.seq,
        }),
      stored: () => caller.acknowledge?.(ack),
      except: caller.acknowledge && caller.socketId,
    });
    return appended.outcome === 'refused' ? { ok: false, error: appended.error } : accept(ack);
  }

  return async function deleteMessage(
    caller: Caller,
    body: Payload<'delete_message'>,
  ): Promise<Result<DeleteAck>> {
    for (;;) {
      const located = await locateMessage(context, caller.userId, body);
      if (!located.ok) return located;
      const done =
        body.delete_for === 'me'
          ? await forMe(caller, located.value)
          : await forEveryone(caller, located.value);
      if (done !== 'stale') return done;
    }
  };
}

function mayDelete(state: ConversationState, message: StoredMessage, caller: Caller): boolean {
  if (message.from === caller.userId) return true;
  const role = state.members.get(caller.userId)?.role;
  return state.type === 'group' && role !== undefined && mayInGroup(role, 'delete_any_message');
}
