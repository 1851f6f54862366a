import type { ConversationId, MessageId } from '@parley/protocol';
import type { ConversationReads, MessagePage } from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { createKeys, uuidOf } from './keys.ts';
import { messageColumns, messageJoins, messageOf, type MessageRow } from './message-row.ts';

type MessageReads = Pick<
  Immediate<ConversationReads>,
  | 'listMessages'
  | 'findMessage'
  | 'findOwnReactions'
  | 'findConversationsOfMessage'
  | 'findNewestMessage'
  | 'listMessageIds'
>;

interface Span {
  readonly log: number;
  readonly reader: number;
  readonly limit: number;
}

/** Messages as people page through them, without those the reader hid. */
export function createMessageReads(connection: Connection): MessageReads {
  const keys = createKeys(connection);
  const statements = prepareStatements(connection);

  /** Ascending, those before a position; one more than asked for says whether there are more. */
  function older({ log, reader, limit }: Span, beforeSeq: number): Found {
    const rows = statements.older.all(log, beforeSeq, reader, limit + 1);
    return { rows: rows.slice(0, limit).reverse(), hasMore: rows.length > limit };
  }
  function newer({ log, reader, limit }: Span, afterSeq: number): Found {
    const rows = statements.newer.all(log, afterSeq, reader, limit + 1);
    return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
  }
  function around(span: Span, seq: number): Found & { readonly hasNewer: boolean } {
    const before = older({ ...span, limit: Math.floor(span.limit / 2) }, seq);
    const rest = newer({ ...span, limit: span.limit - before.rows.length }, seq - 1);
    return { rows: [...before.rows, ...rest.rows], hasMore: before.hasMore, hasNewer: rest.hasMore };
  }

  return {
    listMessages(reader, log, window) {
      const span = { log: keys.log(log), reader: keys.user(reader), limit: window.limit };
      switch (window.anchor) {
        case 'newest':
          return pageOf(log, older(span, Number.MAX_SAFE_INTEGER));
        case 'before':
          return pageOf(log, older(span, window.seq));
        case 'after':
          return pageOf(log, newer(span, window.seq));
        case 'around': {
          const found = around(span, window.seq);
          return { ...pageOf(log, found), hasNewer: found.hasNewer };
        }
      }
    },
    findMessage(reader, log, id) {
      const row = statements.byId.get(keys.user(reader), id, keys.log(log));
      return row === null ? undefined : { message: messageOf(log, row), hidden: row.hidden === 1 };
    },
    findOwnReactions: (user, log, messageSeq) =>
      statements.ownReactions
        .all(keys.log(log), messageSeq, keys.user(user))
        .map(({ emoji, isOn, seq }) => ({ emoji, on: isOn === 1, seq })),
    findConversationsOfMessage: (reader, id) => statements.holders.all(reader, id).map(({ log }) => log),
    listMessageIds: (log, { afterSeq, uptoSeq, limit }) =>
      statements.ids.all(keys.log(log), afterSeq, uptoSeq, limit).map(toMessageId),
    findNewestMessage(log, uptoSeq) {
      const row = statements.newest.get(keys.log(log), uptoSeq);
      return row === null ? undefined : toMessageId(row);
    },
  };
}

function toMessageId({ seq, id }: { seq: number; id: string }) {
  // The entry is a message's, so its id is one.
  return { seq, id: uuidOf(id) as MessageId };
}

interface Found {
  readonly rows: readonly MessageRow[];
  readonly hasMore: boolean;
}

function pageOf(log: ConversationId, { rows, hasMore }: Found): MessagePage {
  return { messages: rows.map((row) => messageOf(log, row)), hasMore };
}

export const historySql = (direction: 'older' | 'newer') => `
  select ${messageColumns} from places p ${messageJoins}
  where p.log = ? and p.seq ${direction === 'older' ? '<' : '>'} ? and p.kind = 1
    and not exists (select 1 from hidden h where h.user = ? and h.log = p.log and h.seq = p.seq)
  order by p.seq ${direction === 'older' ? 'desc' : 'asc'} limit ?`;

export const messageIdsSql = `
  select p.seq as seq, lower(hex(e.id)) as id from places p cross join entries e on e.n = p.n
  where p.log = ? and p.seq > ? and p.seq <= ? and p.kind = 1 order by p.seq limit ?`;

function prepareStatements({ prepare }: Connection) {
  return {
    older: prepare<MessageRow, [number, number, number, number]>(historySql('older')),
    newer: prepare<MessageRow, [number, number, number, number]>(historySql('newer')),
    ids: prepare<{ seq: number; id: string }, [number, number, number, number]>(messageIdsSql),
    byId: prepare<MessageRow & { readonly hidden: number }, [number, string, number]>(
      `select ${messageColumns},
         exists (select 1 from hidden h where h.user = ? and h.log = p.log and h.seq = p.seq) as hidden
       from entries i cross join places p on p.log = i.log and p.seq = i.seq and p.kind = 1 ${messageJoins}
       where i.id = unhex(?, '-') and i.log = ?`,
    ),
    ownReactions: prepare<{ emoji: string; isOn: number; seq: number }, [number, number, number]>(
      `select emoji, is_on as isOn, seq from reactions where log = ? and message_seq = ? and user = ?`,
    ),
    holders: prepare<{ log: ConversationId }, [string, string]>(
      `select l.id as log from entries i
       cross join places p on p.log = i.log and p.seq = i.seq and p.kind = 1
       cross join members m on m.log = i.log and m.id = ?
       cross join logs l on l.key = i.log
       where i.id = unhex(?, '-') limit 2`,
    ),
    // Every place says which message is the newest at its number, so this takes two searches however long the log is.
    newest: prepare<{ id: string; seq: number }, [number, number]>(
      `select lower(hex(e.id)) as id, p.seq as seq
       from (select log, coalesce(message_seq, seq) as seq from places where log = ? and seq <= ?
             order by seq desc limit 1) last
       cross join places p on p.log = last.log and p.seq = last.seq
       cross join entries e on e.n = p.n`,
    ),
  };
}
