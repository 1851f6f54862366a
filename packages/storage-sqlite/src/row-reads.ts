import type { ConversationId, UserId } from '@parley/protocol';
import type { ConversationReads, ConversationRow } from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { groupColumns, groupOf, type GroupRow } from './group-row.ts';
import { createKeys } from './keys.ts';
import { roleOf } from './kinds.ts';
import { messageColumns, messageJoins, messageOf, peerOf, type MessageRow } from './message-row.ts';

const maxUnread = 1_000;

/** The conversation list, derived from each log's last place: nothing is kept per conversation but its members. */
export function createRowReads(
  connection: Connection,
): Pick<Immediate<ConversationReads>, 'listRows' | 'findRows'> {
  const keys = createKeys(connection);
  const statements = prepareStatements(connection);

  /**
   * RD2: counted from the places alone. Whatever was hidden is counted apart and taken off; a long span is first
   * asked whether it holds 1,000, which stops there.
   */
  function countUnread(
    log: number,
    reader: number,
    { after, head }: { after: number; head: number },
  ): number {
    const hidden = statements.hiddenUnread.get(reader, log, after, reader)?.count ?? 0;
    const enough = maxUnread + hidden;
    const isMany =
      head - after >= enough && statements.manyUnread.get(log, after, reader, enough - 1) !== null;
    return (isMany ? enough : (statements.unread.get(log, after, reader)?.count ?? 0)) - hidden;
  }

  function peerIn(log: ConversationId, key: number, reader: UserId): ConversationRow['peer'] {
    if (!log.startsWith('direct:')) return null;
    const userId = peerOf(log, reader);
    const positions = statements.positions.get(key, userId);
    return positions === null ? null : { userId, ...positions };
  }

  function rowOf(
    reader: { id: UserId; key: number },
    log: ConversationId,
    key: number,
  ): ConversationRow | undefined {
    const own = statements.own.get(key, reader.id);
    if (own === null) return undefined;
    const last = statements.last.get(key);
    if (last === null) return undefined;
    const message = statements.lastMessage.get(key, last.messageSeq, reader.key);
    const isNotes = log === `direct:${reader.id}:${reader.id}`;
    return {
      log,
      type: log.startsWith('direct:') ? 'direct' : 'group',
      head: last.seq,
      updatedAt: last.activeAt,
      readSeq: own.readSeq,
      deliveredSeq: own.deliveredSeq,
      peer: peerIn(log, key, reader.id),
      unread: isNotes ? 0 : countUnread(key, reader.key, { after: own.readSeq, head: last.seq }),
      lastMessage: message === null ? null : messageOf(log, message),
      settings: {
        mutedUntil: own.mutedUntil,
        archived: own.archived === 1,
        markedUnread: own.markedUnread === 1,
      },
      group: own.createdBy === null ? null : groupOf(own),
      memberCount: own.memberCount ?? (isNotes ? 1 : 2),
      role: roleOf(own.role),
    };
  }

  return {
    listRows(reader, { before, limit }) {
      const key = keys.user(reader);
      const listed = statements.active.all(key, before?.updatedAt ?? null, before?.log ?? null, limit);
      return listed.flatMap(({ log, key: logKey }) => rowOf({ id: reader, key }, log, logKey) ?? []);
    },
    findRows(reader, logs) {
      const key = keys.user(reader);
      return logs.flatMap((log) => rowOf({ id: reader, key }, log, keys.log(log)) ?? []);
    },
  };
}

type OwnRow = (GroupRow | { [Name in keyof GroupRow]: null }) & {
  readonly role: number;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly mutedUntil: number | null;
  readonly archived: number | null;
  readonly markedUnread: number | null;
  readonly memberCount: number | null;
};

/** Standing messages by others after a position, from `places` alone: all of them, or whether there are so many. RD2 */
export const unreadSql = 'select count(*) as count from places where log = ? and seq > ? and voice <> ?';
export const manyUnreadSql = 'select 1 from places where log = ? and seq > ? and voice <> ? limit 1 offset ?';

/** The last place of a log. */
export const lastPlaceSql = `select seq, coalesce(message_seq, seq) as messageSeq, coalesce(active_at, at) as activeAt
  from places where log = ? order by seq desc limit 1`;

/** A reader's conversations by activity: one search per conversation, then one sort of small rows. */
export const activeSql = `
  with active as materialized (
    select m.log as key, l.id as log,
      (select coalesce(p.active_at, p.at) from places p where p.log = m.log order by p.seq desc limit 1) as updatedAt
    from members m indexed by members_by_user cross join logs l on l.key = m.log
    where m.user = ?1)
  select key, log from active
  where ?2 is null or updatedAt < ?2 or (updatedAt = ?2 and log < ?3)
  order by updatedAt desc, log desc limit ?4`;

function prepareStatements({ prepare }: Connection) {
  return {
    active: prepare<{ key: number; log: ConversationId }, [number, number | null, string | null, number]>(
      activeSql,
    ),
    own: prepare<OwnRow, [number, string]>(
      `select m.role as role, m.read_seq as readSeq, m.delivered_seq as deliveredSeq, s.muted_until as mutedUntil,
         s.archived as archived, s.marked_unread as markedUnread, g.member_count as memberCount, ${groupColumns}
       from members m left join settings s on s.user = m.user and s.log = m.log left join groups g on g.log = m.log
       where m.log = ? and m.id = ?`,
    ),
    positions: prepare<{ readSeq: number; deliveredSeq: number }, [number, string]>(
      'select read_seq as readSeq, delivered_seq as deliveredSeq from members where log = ? and id = ?',
    ),
    last: prepare<{ seq: number; messageSeq: number; activeAt: number }, [number]>(lastPlaceSql),
    hiddenUnread: prepare<{ count: number }, [number, number, number, number]>(
      `select count(*) as count from hidden h cross join places p on p.log = h.log and p.seq = h.seq
       where h.user = ? and h.log = ? and h.seq > ? and p.voice <> ?`,
    ),
    unread: prepare<{ count: number }, [number, number, number]>(unreadSql),
    manyUnread: prepare<unknown, [number, number, number, number]>(manyUnreadSql),
    lastMessage: prepare<MessageRow, [number, number, number]>(
      `select ${messageColumns} from places p ${messageJoins}
       where p.log = ? and p.seq <= ? and p.kind = 1
         and not exists (select 1 from hidden h where h.user = ? and h.log = p.log and h.seq = p.seq)
       order by p.seq desc limit 1`,
    ),
  };
}
