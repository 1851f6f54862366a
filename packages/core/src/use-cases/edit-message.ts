import { accept, refuse, refuseField, type Ack, type Payload, type Result } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember } from '../log/conversation-state.ts';
import type { StoredMessage } from '../log/entry.ts';
import { deny, grant, stale } from '../pipeline/draft.ts';
import { locateMessage, notFound, type LocatedMessage } from '../policy/access.ts';
import { wireTime } from '../views/message-view.ts';

type EditAck = Ack<'edit_message'>;

/** Replaces the text of an own message, within the edit window. The present text again adds no entry. */
export function createEditMessage(context: Context) {
  const { logs, ids } = context;

  return async function editMessage(caller: Caller, body: Payload<'edit_message'>): Promise<Result<EditAck>> {
    for (;;) {
      const located = await locateMessage(context, caller.userId, body);
      if (!located.ok) return located;
      const { message, state, hidden } = located.value;
      const refused = hidden ? notFound('message') : refuseEdit(message, caller, body.content);
      if (refused) return refused;
      // Before the window: an edit whose ack was lost may be repeated after it has closed. SND2
      if ((message.content ?? '') === body.content) return accept(ackOf(message, presentEdit(message)));
      const late = refuseLateEdit(context, message);
      if (late) return late;

      const appended = await logs.append(state.log, {
        id: ids.newId(),
        by: caller.userId,
        fingerprint: null,
        whenAway: 'refuse',
        bytes: 300 + body.content.length * 2,
        decide: (now) => judge(now, located.value, body.content),
        stored: (entry) => caller.acknowledge?.(ackOf(message, entry)),
        except: caller.acknowledge && caller.socketId,
      });
      if (appended.outcome === 'stored') return accept(ackOf(message, appended.entry));
      if (appended.outcome === 'refused') return { ok: false, error: appended.error };
    }
  };
}

/** Why somebody may not edit a message at any time, or `undefined`. */
function refuseEdit(message: StoredMessage, caller: Caller, content: string) {
  if (message.deletedAt !== null) return notFound('message');
  if (message.from !== caller.userId) return refuse('forbidden', 'Only its sender may edit a message.');
  if (content === '' && message.media === null) return refuseField('content', 'must not be blank');
  return undefined;
}

function refuseLateEdit({ editWindowMs, clock }: Context, message: StoredMessage) {
  if (editWindowMs > 0 && clock.nowMs() > message.createdAt + editWindowMs)
    return refuse('forbidden', `A message can be edited for ${String(editWindowMs / 60_000)} minutes.`);
  return undefined;
}

function judge(now: LocatedMessage['state'], located: LocatedMessage, content: string) {
  if (!isMember(now, located.message.from)) return deny(notFound('message'));
  // The message may have been edited or deleted since it was read: read it again.
  if (now.lastJudgingSeq !== located.judgedAt) return stale;
  const { id, seq } = located.message;
  return grant({ kind: 'edit', messageId: id, messageSeq: seq, content } as const);
}

function presentEdit(message: StoredMessage): { seq: number; at: number } {
  return { seq: message.editSeq ?? message.seq, at: message.editedAt ?? message.createdAt };
}

function ackOf(message: StoredMessage, edit: { readonly seq: number; readonly at: number }): EditAck {
  return { conversation: message.conversation, seq: edit.seq, edited_at: wireTime(edit.at) };
}
