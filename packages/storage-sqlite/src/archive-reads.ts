import type { ConversationId, UserId } from '@parley/protocol';
import { messageEvent } from '@parley/core';
import type {
  Archive,
  ArchivedAccount,
  ArchivedSession,
  ArchivePage,
  LogEvent,
  LogHead,
  LogId,
  NewEntry,
  PositionUpdate,
  StoreMark,
} from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { createKeys, uuidOf } from './keys.ts';
import { editKind, messageKind } from './kinds.ts';
import { messageColumns, messageJoins, messageOf, type MessageRow } from './message-row.ts';
import { userColumns, userOf, type UserRow } from './user-rows.ts';

type Reads = Immediate<Archive>;

interface EntryRow extends MessageRow {
  readonly kind: number;
  readonly judging: number;
  readonly body: string | null;
  readonly fingerprint: string;
}

interface Text {
  readonly content: string | null;
  readonly editSeq: number | null;
  readonly deleteSeq: number | null;
}

/** The whole of the store, in short reads. `listArchivedEntries` is the port's `archive.listEntries`. OPS5 */
export function createArchiveReads(connection: Connection) {
  const keys = createKeys(connection);
  const statements = prepareStatements(connection);

  function textOf(key: number, row: EntryRow, event: LogEvent): Text | undefined {
    if (row.kind === messageKind) return row;
    return event.kind === 'edit' ? (statements.text.get(key, event.messageSeq) ?? undefined) : undefined;
  }

  return {
    findMark: (): StoreMark | undefined => {
      const row = statements.mark.get();
      // Written by this package as the JSON of a mark.
      return row === null ? undefined : (JSON.parse(row.value) as StoreMark);
    },
    countEntries: () => statements.count.get()?.n ?? 0,
    listLogs: ({ after, before }, limit) => statements.logs.all(after, before ?? null, limit),
    findHeads: (logs) => logs.map((log) => statements.head.get(keys.log(log))?.seq ?? 0),
    listArchivedEntries(
      log: LogId,
      afterSeq: number,
      room: { limit: number; maxChars: number },
    ): ArchivePage {
      const key = keys.log(log);
      const entries: NewEntry[] = [];
      let [chars, textsSeq] = [0, 0];
      for (const row of statements.page.iterate(key, afterSeq, room.limit)) {
        if (chars >= room.maxChars) break;
        const event = eventOf(log, row);
        const text = textOf(key, row, event);
        textsSeq = Math.max(textsSeq, text?.editSeq ?? 0, text?.deleteSeq ?? 0);
        const whole = row.kind === editKind ? { ...event, content: text?.content ?? null } : event;
        entries.push(entryOf(log, row, whole));
        chars += (text?.content?.length ?? 0) + (row.body?.length ?? 0);
      }
      return { entries, textsSeq };
    },
    listPositions: (log): readonly PositionUpdate[] =>
      // Personal logs have none.
      statements.positions.all(keys.log(log)).map((row) => ({ log: log as ConversationId, ...row })),
    listAccounts: (afterId, limit): readonly ArchivedAccount[] =>
      statements.accounts
        .all(afterId, limit)
        .map((row) => ({ user: userOf(row), passwordHash: row.passwordHash })),
    listArchivedSessions: (afterId: string, limit: number): readonly ArchivedSession[] =>
      statements.sessions.all(afterId, limit),
  } satisfies Partial<Reads> & Record<string, unknown>;
}

function eventOf(log: LogId, row: EntryRow): LogEvent {
  if (row.kind !== messageKind)
    // Written by this package as the JSON of such an event.
    return JSON.parse(row.body ?? '{}') as LogEvent;
  // Messages are in conversations.
  return messageEvent(messageOf(log as ConversationId, row));
}

function entryOf(log: LogId, row: EntryRow, event: LogEvent): NewEntry {
  const { seq, at, by } = row;
  const fingerprint = row.fingerprint === '' ? null : row.fingerprint;
  return { log, seq, id: uuidOf(row.id), at, by, event, fingerprint, judging: row.judging === seq };
}

function prepareStatements({ prepare }: Connection) {
  return {
    mark: prepare<{ value: string }, []>("select value from meta where name = 'mark'"),
    // Rows of entries are never removed.
    count: prepare<{ n: number | null }, []>('select max(n) as n from entries'),
    logs: prepare<LogHead, [string, string | null, number]>(
      `select l.id as log, (select max(p.seq) from places p where p.log = l.key) as head from logs l
       where l.id > ?1 and (?2 is null or l.id < ?2) and exists (select 1 from places p where p.log = l.key)
       order by l.id limit ?3`,
    ),
    head: prepare<{ seq: number }, [number]>(
      'select seq from places where log = ? order by seq desc limit 1',
    ),
    page: prepare<EntryRow, [number, number, number]>(
      `select ${messageColumns}, p.kind as kind, p.judging_seq as judging, e.body as body,
         lower(hex(e.fingerprint)) as fingerprint
       from places p ${messageJoins} where p.log = ? and p.seq > ? order by p.seq limit ?`,
    ),
    text: prepare<Text, [number, number]>(
      `select e.content as content, e.edit_seq as editSeq, e.delete_seq as deleteSeq
       from places p cross join entries e on e.n = p.n where p.log = ? and p.seq = ? and p.kind = 1`,
    ),
    positions: prepare<{ userId: UserId; readSeq: number; deliveredSeq: number }, [number]>(
      `select id as userId, read_seq as readSeq, delivered_seq as deliveredSeq from members
       where log = ? and delivered_seq > 0`,
    ),
    accounts: prepare<UserRow & { readonly passwordHash: string | null }, [string, number]>(
      `select ${userColumns}, a.password_hash as passwordHash from accounts a where a.id > ? order by a.id limit ?`,
    ),
    sessions: prepare<ArchivedSession, [string, number]>(
      `select id, user_id as userId, token_hash as tokenHash, device, created_at as createdAt,
         last_used_at as lastUsedAt
       from sessions where id > ? order by id limit ?`,
    ),
  };
}
