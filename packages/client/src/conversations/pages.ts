import type { Http } from '../http/http.ts';
import type { Page } from '../timeline/apply-entries.ts';
import { entryOfMessage } from '../timeline/entry-of-event.ts';
import type { Entry, Message } from '../wire.ts';
import { targetOf } from './target.ts';

/** Entries on one page. */
const pageSize = 50;

export interface Pages {
  /** The page that ends before `seq`; undefined when it could not be had. */
  older(conversation: string, seq: number): Promise<Page | undefined>;
  newer(conversation: string, seq: number): Promise<Page | undefined>;
  around(conversation: string, seq: number): Promise<Page | undefined>;
}

/**
 * Pages of a conversation's past. Direct ones by `GET /messages/…`: messages alone, whose seqs say what the page
 * covers. A group's from its log, since its past has more to show than messages; seqs without gaps (SEQ1) make
 * "everything after n" a page before n + size just as well.
 */
export function createPages(http: Http, userId: () => string): Pages {
  async function listLog(id: string, after: number, limit: number): Promise<Page | undefined> {
    const answer = await http('list_changes', { params: { id }, query: { after, limit } });
    if (!answer.ok) return undefined;
    const { entries } = answer.value;
    return { from: after + 1, to: entries.at(-1)?.seq ?? after, entries };
  }

  async function listMessages(
    conversation: string,
    place: { before: number } | { after: number } | { around: number },
  ): Promise<Page | undefined> {
    const params = { user_id: userId(), other_id: targetOf(conversation, userId()).to };
    const answer = await http('list_messages', { params, query: { ...place, limit: pageSize } });
    if (!answer.ok) return undefined;
    const { messages, has_more } = answer.value;
    const entries = entriesOf(messages);
    const first = messages[0]?.seq ?? undefined;
    const last = messages.at(-1)?.seq ?? undefined;
    if ('before' in place) return { from: has_more ? (first ?? 1) : 1, to: place.before - 1, entries };
    if ('after' in place) return { from: place.after + 1, to: last ?? place.after, entries };
    return { from: has_more ? (first ?? 1) : 1, to: Math.max(last ?? 0, place.around), entries };
  }

  const isDirect = (conversation: string): boolean => targetOf(conversation, userId()).type === 'direct';

  return {
    older(conversation, seq) {
      if (isDirect(conversation)) return listMessages(conversation, { before: seq });
      const after = Math.max(0, seq - 1 - pageSize);
      return listLog(conversation, after, seq - 1 - after);
    },
    newer: (conversation, seq) =>
      isDirect(conversation)
        ? listMessages(conversation, { after: seq })
        : listLog(conversation, seq, pageSize),
    around(conversation, seq) {
      if (isDirect(conversation)) return listMessages(conversation, { around: seq });
      return listLog(conversation, Math.max(0, seq - 1 - pageSize / 2), pageSize);
    },
  };
}

function entriesOf(messages: readonly Message[]): Entry[] {
  return messages.flatMap((message) => entryOfMessage(message) ?? []);
}
