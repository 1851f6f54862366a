import type { Http } from '../http/http.ts';
import type { Page } from '../timeline/apply-entries.ts';
import { entryOfMessage } from '../timeline/entry-of-event.ts';
import type { CallAnswer, Entry, Message, Result } from '../wire.ts';
import { targetOf } from './target.ts';

/** Entries on one page. */
const pageSize = 50;

export interface Pages {
  /** The page that ends before `seq`. */
  older(conversation: string, seq: number): Promise<Result<Page>>;
  /** The page that begins after `seq`. `head`: a seq that is known to exist; the last page reaches at least there. */
  newer(conversation: string, seq: number, head: number): Promise<Result<Page>>;
  around(conversation: string, seq: number, head: number): Promise<Result<Page>>;
}

type Place =
  | { readonly before: number }
  | { readonly after: number; readonly head: number }
  | { readonly around: number; readonly head: number };

/**
 * Pages of a conversation's past. Direct ones by `GET /messages/…`: messages alone, whose seqs say what the page
 * covers. A group's from its log, since its past has more to show than messages; seqs without gaps (SEQ1) make
 * "everything after n" a page before n + size just as well.
 */
export function createPages(http: Http, userId: () => string): Pages {
  async function listLog(id: string, after: number, limit: number): Promise<Result<Page>> {
    const entries: Entry[] = [];
    let to = after;
    // An answer is limited in bytes too: long messages take several.
    for (let hasMore = true; hasMore && to < after + limit;) {
      const query = { after: to, limit: after + limit - to };
      const answer = await http('list_changes', { params: { id }, query });
      if (!answer.ok) return answer;
      entries.push(...answer.value.entries);
      hasMore = answer.value.has_more && answer.value.entries.length > 0;
      to = entries.at(-1)?.seq ?? to;
    }
    return { ok: true, value: { from: after + 1, to, entries } };
  }

  async function listMessages(conversation: string, place: Place): Promise<Result<Page>> {
    const params = { user_id: userId(), other_id: targetOf(conversation, userId()).to };
    const query = { ...place, head: undefined, limit: pageSize };
    const answer = await http('list_messages', { params, query });
    if (!answer.ok) return answer;
    const entries = entriesOf(answer.value.messages);
    return { ok: true, value: { ...coverOf(place, answer.value), entries } };
  }

  const isDirect = (conversation: string): boolean => targetOf(conversation, userId()).type === 'direct';

  return {
    older(conversation, seq) {
      if (isDirect(conversation)) return listMessages(conversation, { before: seq });
      const after = Math.max(0, seq - 1 - pageSize);
      return listLog(conversation, after, seq - 1 - after);
    },
    newer: (conversation, seq, head) =>
      isDirect(conversation)
        ? listMessages(conversation, { after: seq, head })
        : listLog(conversation, seq, pageSize),
    around(conversation, seq, head) {
      if (isDirect(conversation)) return listMessages(conversation, { around: seq, head });
      return listLog(conversation, Math.max(0, seq - 1 - pageSize / 2), pageSize);
    },
  };
}

function entriesOf(messages: readonly Message[]): Entry[] {
  return messages.flatMap((message) => entryOfMessage(message) ?? []);
}

/** The stretch that a page of messages covers: seqs between two messages are entries of other kinds. */
function coverOf(place: Place, page: CallAnswer<'list_messages'>): Omit<Page, 'entries'> {
  const { messages, has_more } = page;
  const first = messages[0]?.seq ?? 1;
  const last = messages.at(-1)?.seq ?? 0;
  if ('before' in place) return { from: has_more ? first : 1, to: place.before - 1 };
  if ('after' in place)
    return { from: place.after + 1, to: Math.max(last, has_more ? place.after : place.head) };
  const isEnd = page.has_newer !== true;
  return { from: has_more ? first : 1, to: Math.max(last, isEnd ? place.head : place.around) };
}
