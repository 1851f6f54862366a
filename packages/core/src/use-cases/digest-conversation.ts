import {
  accept,
  refuse,
  type AnswerBody,
  type ConversationId,
  type Result,
  type RouteQuery,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isStillMember, notFound, stateForMember } from '../policy/access.ts';

type Digest = AnswerBody<'digest_conversation'>;

/** Ids read in one go, about 2 ms of a reader's time, so that others' reads fit between. */
const idsAtOnce = 2_000;
/** A million messages take about a second, and every other read waits for a slice of each that is under way. */
const atOnceMost = 2;

/**
 * One number over the message entries of a stretch: `<seq> <id>` and a line feed of each, in order. Members only (GRP1).
 * At most two are worked out at once; beyond that `overloaded`, with a time to come back.
 */
export function createDigestConversation(context: Context) {
  const { conversations } = context.storage;
  let running = 0;

  async function digest(log: ConversationId, afterSeq: number, upto: number): Promise<Digest> {
    const sha256 = context.ids.createSha256();
    let count = 0;
    for (let from = afterSeq; from < upto;) {
      const found = await conversations.listMessageIds(log, {
        afterSeq: from,
        uptoSeq: upto,
        limit: idsAtOnce,
      });
      sha256.add(found.map(({ seq, id }) => `${String(seq)} ${id}\n`).join(''));
      count += found.length;
      from = found.length < idsAtOnce ? upto : (found.at(-1)?.seq ?? upto);
    }
    return { upto, count, digest: sha256.hex() };
  }

  return async function digestConversation(
    caller: Caller,
    id: ConversationId,
    { after, upto }: RouteQuery<'digest_conversation'>,
  ): Promise<Result<Digest>> {
    const member = await stateForMember(context, caller.userId, id);
    if (!member.ok) return member;
    if (running >= atOnceMost)
      return refuse('overloaded', 'Several conversations are being checked; try again soon.', {
        retryAfterMs: 1000,
      });
    const { head } = member.value;
    running += 1;
    try {
      const found = await digest(id, after, Math.min(upto ?? head, head));
      return (await isStillMember(context, caller.userId, id)) ? accept(found) : notFound('conversation');
    } finally {
      running -= 1;
    }
  };
}
