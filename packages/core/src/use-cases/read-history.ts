import {
  accept,
  limits,
  type AnswerBody,
  type ConversationId,
  type Message,
  type MessageId,
  type Result,
  type RouteQuery,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import type { ConversationState } from '../log/conversation-state.ts';
import { isStillMember, locateMessage, notFound, stateForMember } from '../policy/access.ts';
import { addressedConversation } from '../policy/address.ts';
import type { MessageWindow } from '../ports/conversation-reads.ts';
import { accountEntryView, entryView } from '../views/entry-view.ts';
import { messageView } from '../views/message-view.ts';

/** Bytes of content on one page of changes; the rest follows on the next. */
const pageBytes = 1024 * 1024;

/** Reading what is stored: history, single messages, and the logs as they are. */
export function createReadHistory(context: Context) {
  const { conversations } = context.storage;

  /** Reads for a member, and looks again afterwards: who was removed meanwhile gets nothing. GRP1 */
  async function readAsMember<Value>(
    user: UserId,
    log: ConversationId,
    read: (state: ConversationState) => Promise<Value>,
  ): Promise<Result<Value>> {
    const member = await stateForMember(context, user, log);
    if (!member.ok) return member;
    const value = await read(member.value);
    return (await isStillMember(context, user, log)) ? accept(value) : notFound('conversation');
  }

  return {
    async listMessages(
      caller: Caller,
      other: string,
      query: RouteQuery<'list_messages'>,
    ): Promise<Result<AnswerBody<'list_messages'>>> {
      const log = addressedConversation(caller.userId, { type: query.message_type, to: other });
      if (log === undefined) return notFound('conversation');
      const page = await readAsMember(caller.userId, log, () =>
        conversations.listMessages(caller.userId, log, windowOf(query)),
      );
      if (!page.ok) return page;
      const { messages, hasMore, hasNewer } = page.value;
      return accept({
        messages: messages.map(messageView),
        has_more: hasMore,
        ...(hasNewer === undefined ? {} : { has_newer: hasNewer }),
      });
    },

    async getMessage(
      caller: Caller,
      reference: { message_id: MessageId; conversation?: ConversationId | undefined },
    ): Promise<Result<Message>> {
      const located = await locateMessage(context, caller.userId, reference);
      if (!located.ok) return located;
      return located.value.hidden ? notFound('message') : accept(messageView(located.value.message));
    },

    async listChanges(
      caller: Caller,
      id: ConversationId,
      query: RouteQuery<'list_changes'>,
    ): Promise<Result<AnswerBody<'list_changes'>>> {
      const wanted = [{ log: id, afterSeq: query.after, limit: query.limit }];
      const read = await readAsMember(caller.userId, id, () =>
        conversations.listEntries(caller.userId, wanted, pageBytes),
      );
      if (!read.ok) return read;
      const [page] = read.value;
      const head = page?.head ?? 0;
      const entries = page?.entries ?? [];
      const lastSeq = entries.at(-1)?.seq ?? query.after;
      return accept({ entries: entries.map(entryView), last_seq: head, has_more: lastSeq < head });
    },

    async listMyChanges(
      caller: Caller,
      query: RouteQuery<'list_my_changes'>,
    ): Promise<Result<AnswerBody<'list_my_changes'>>> {
      const { head, entries } = await conversations.listPersonalEntries(
        caller.userId,
        query.after,
        query.limit,
      );
      const lastSeq = entries.at(-1)?.seq ?? query.after;
      return accept({ entries: entries.map(accountEntryView), last_seq: head, has_more: lastSeq < head });
    },
  };
}

function windowOf(query: RouteQuery<'list_messages'>): MessageWindow {
  const limit = Math.min(query.limit, limits.page);
  if (query.before !== undefined) return { anchor: 'before', seq: query.before, limit };
  if (query.after !== undefined) return { anchor: 'after', seq: query.after, limit };
  if (query.around !== undefined) return { anchor: 'around', seq: query.around, limit };
  return { anchor: 'newest', limit };
}
