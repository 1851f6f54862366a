import type { ConversationId, UserId } from '@parley/protocol';
import type {
  ConversationEntry,
  ConversationEvent,
  ConversationReads,
  EntryPage,
  PersonalEntry,
  PersonalEvent,
  PersonalLogId,
} from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { findGroup } from './group-row.ts';
import { createKeys, uuidOf } from './keys.ts';
import { editKind, messageKind, roleOf } from './kinds.ts';
import { personalLogOf } from './personal-log.ts';
import { messageColumns, messageJoins, messageOf, type MessageRow } from './message-row.ts';

interface EntryRow extends MessageRow {
  readonly kind: number;
  readonly body: string | null;
  readonly fingerprint: string;
  readonly hidden: number;
}

const entryColumns = `${messageColumns}, p.kind as kind, e.body as body, lower(hex(e.fingerprint)) as fingerprint`;
const hiddenColumn = `exists (select 1 from hidden h where h.user = ? and h.log = p.log and h.seq = p.seq) as hidden`;

type EntryReads = Pick<
  Immediate<ConversationReads>,
  'findPicture' | 'findEntry' | 'findPersonalEntry' | 'listEntries' | 'listPersonalEntries'
>;

/** Logs as they are written, with the present text. */
export function createEntryReads(connection: Connection): EntryReads {
  const keys = createKeys(connection);
  const group = findGroup(connection);
  const statements = prepareStatements(connection);

  function entryOf(log: ConversationId, key: number, row: EntryRow): ConversationEntry {
    const head = { log, seq: row.seq, id: uuidOf(row.id), at: row.at, by: row.by };
    if (row.kind === messageKind)
      return { ...head, kind: 'message', message: messageOf(log, row), hidden: row.hidden === 1 };
    // Written by this package as the JSON of such an event.
    const event = JSON.parse(row.body ?? '{}') as Exclude<ConversationEvent, { kind: 'message' }>;
    if (row.kind !== editKind || event.kind !== 'edit') return { ...head, ...event };
    return { ...head, ...event, content: statements.text.get(key, event.messageSeq)?.content ?? null };
  }

  function listPage(
    reader: number,
    wanted: { log: ConversationId; afterSeq: number; limit: number },
    room: { bytes: number },
  ): EntryPage {
    const { log, afterSeq, limit } = wanted;
    const key = keys.log(log);
    const page = { log, head: statements.head.get(key)?.seq ?? 0 };
    if (room.bytes <= 0 || afterSeq >= page.head) return { ...page, entries: [] };
    const entries: ConversationEntry[] = [];
    for (const row of statements.page.iterate(reader, key, afterSeq, limit)) {
      if (room.bytes <= 0) break;
      entries.push(entryOf(log, key, row));
      room.bytes -= entryOverheadBytes + contentLength(row);
    }
    return { ...page, entries };
  }

  return {
    findPicture(log) {
      const key = keys.log(log);
      const last = statements.head.get(key);
      if (last === null) return undefined;
      const members = statements.members.all(key);
      return {
        log,
        type: log.startsWith('direct:') ? 'direct' : 'group',
        head: last.seq,
        lastJudgingSeq: last.judgingSeq,
        members: members.map(({ userId, role, joinedAt }) => ({ userId, role: roleOf(role), joinedAt })),
        group: group(key),
      };
    },
    findEntry(log, id) {
      const key = keys.log(log);
      const row = statements.byId.get(0, id, key);
      if (row === null) return undefined;
      return { entry: entryOf(log, key, row), fingerprint: row.fingerprint === '' ? null : row.fingerprint };
    },
    findPersonalEntry(user, id) {
      const row = statements.byId.get(0, id, keys.log(personalLogOf(user)));
      return row === null ? undefined : personalEntryOf(user, row);
    },
    listEntries(reader, wanted, maxBytes) {
      const room = { bytes: maxBytes };
      const readerKey = keys.user(reader);
      return wanted.map((one) => listPage(readerKey, one, room));
    },
    listPersonalEntries(user, afterSeq, limit) {
      const key = keys.log(personalLogOf(user));
      const rows = statements.page.all(0, key, afterSeq, limit);
      return {
        head: statements.head.get(key)?.seq ?? 0,
        entries: rows.map((row) => personalEntryOf(user, row)),
      };
    },
  };
}

function contentLength({ content, reactions, body }: EntryRow): number {
  return (content?.length ?? 0) + (reactions?.length ?? 0) + (body?.length ?? 0);
}

/** What an entry takes besides its text: ids, times, names of fields. */
const entryOverheadBytes = 250;

function personalEntryOf(user: UserId, row: EntryRow): PersonalEntry {
  // Written by this package as the JSON of such an event.
  const event = JSON.parse(row.body ?? '{}') as PersonalEvent;
  // Its name is the log's.
  const log = personalLogOf(user) as PersonalLogId;
  return { log, seq: row.seq, id: uuidOf(row.id), at: row.at, by: row.by, ...event };
}

function prepareStatements({ prepare }: Connection) {
  return {
    head: prepare<{ seq: number; judgingSeq: number }, [number]>(
      'select seq, judging_seq as judgingSeq from places where log = ? order by seq desc limit 1',
    ),
    members: prepare<{ userId: UserId; role: number; joinedAt: number }, [number]>(
      'select id as userId, role, joined_at as joinedAt from members where log = ?',
    ),
    page: prepare<EntryRow, [number, number, number, number]>(
      `select ${entryColumns}, ${hiddenColumn} from places p ${messageJoins}
       where p.log = ? and p.seq > ? order by p.seq limit ?`,
    ),
    byId: prepare<EntryRow, [number, string, number]>(
      `select ${entryColumns}, ${hiddenColumn} from entries i
       cross join places p on p.log = i.log and p.seq = i.seq ${messageJoins}
       where i.id = unhex(?, '-') and i.log = ?`,
    ),
    text: prepare<{ content: string | null }, [number, number]>(
      `select e.content as content from places p cross join entries e on e.n = p.n
       where p.log = ? and p.seq = ? and p.kind = 1`,
    ),
  };
}
