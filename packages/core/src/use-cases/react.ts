import { accept, refuse, sizes, type Ack, type Payload, type Result } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember } from '../log/conversation-state.ts';
import type { StoredMessage } from '../log/entry.ts';
import { deny, grant, stale } from '../pipeline/draft.ts';
import { locateMessage, notFound, type LocatedMessage } from '../policy/access.ts';
import { derivedId } from '../ports/ids.ts';
import type { OwnReaction } from '../ports/conversation-reads.ts';

/**
 * Puts an own reaction on a message, or takes it back. What is so already adds no entry and is
 * answered with the number of the one that did it (0: never was one). RCT1: the entry's id is derived
 * from the one before it for the same person and emoji, so two devices that race for the same change make one entry.
 */
export function createReact(context: Context) {
  const { logs, ids, storage } = context;

  return async function react(caller: Caller, body: Payload<'react'>): Promise<Result<Ack<'react'>>> {
    const { emoji, on } = body;
    for (;;) {
      const located = await locateMessage(context, caller.userId, body);
      if (!located.ok) return located;
      const { message, state, hidden } = located.value;
      if (hidden || message.deletedAt !== null) return notFound('message');
      const { log } = state;
      const own = await storage.conversations.findOwnReactions(caller.userId, log, message.seq);
      const present = own.find((one) => one.emoji === emoji);
      if ((present?.on ?? false) === on) return accept({ conversation: log, seq: present?.seq ?? 0 });
      const refused = on ? refuseMore(message, own, emoji) : undefined;
      if (refused) return refused;

      const appended = await logs.append(log, {
        id: derivedId(ids, `reaction ${message.id} ${caller.userId} ${emoji} ${String(present?.seq ?? 0)}`),
        by: caller.userId,
        fingerprint: null,
        whenAway: 'refuse',
        bytes: 300,
        decide: (now) => judge(now, located.value, { caller, emoji, on }),
        stored: ({ seq }) => caller.acknowledge?.({ conversation: log, seq }),
        except: caller.acknowledge && caller.socketId,
      });
      if (appended.outcome === 'stored') return accept({ conversation: log, seq: appended.entry.seq });
      if (appended.outcome === 'refused') return { ok: false, error: appended.error };
      // Stale, or another device was first: look again.
    }
  };
}

/** Counted before the entry is judged: a few at the same moment may come out over it. LIM1 */
function refuseMore(message: StoredMessage, own: readonly OwnReaction[], emoji: string) {
  const { reactionsPerPerson, reactionsPerMessage } = sizes;
  if (own.filter(({ on }) => on).length >= reactionsPerPerson)
    return refuse('conflict', `You can react to a message with ${String(reactionsPerPerson)} emoji.`);
  const list = message.reactions?.list ?? [];
  if (list.length >= reactionsPerMessage && !list.some((one) => one.emoji === emoji))
    return refuse('conflict', `A message can have ${String(reactionsPerMessage)} different reactions.`);
  return undefined;
}

function judge(
  now: LocatedMessage['state'],
  { message, judgedAt }: LocatedMessage,
  { caller, emoji, on }: { readonly caller: Caller; readonly emoji: string; readonly on: boolean },
) {
  if (!isMember(now, caller.userId)) return deny(notFound('message'));
  // The message may have been deleted since it was read: read it again.
  if (now.lastJudgingSeq !== judgedAt) return stale;
  return grant({ kind: 'reaction', messageId: message.id, messageSeq: message.seq, emoji, on } as const);
}
