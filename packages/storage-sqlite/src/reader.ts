import type { ConversationId, UserId } from '@parley/protocol';
import { createAccountReads } from './account-reads.ts';
import { createArchiveReads } from './archive-reads.ts';
import { openConnection, type Connection } from './connection.ts';
import { createMediaReads } from './media-reads.ts';
import { createConversationReads } from './conversation-reads.ts';

export type Reader = ReturnType<typeof createReader>;

/** Opens a database that a writer has made. @throws SQLiteError */
export function openReader(file: string): { readonly connection: Connection; readonly methods: Reader } {
  const connection = openConnection({ file, role: 'reader' });
  return { connection, methods: createReader(connection) };
}

/**
 * Everything that is read. Each call is one snapshot, begun when it is made: it sees all commits answered before
 * (SYN1) and none half.
 */
export function createReader(connection: Connection) {
  const reads = {
    ...createConversationReads(connection),
    ...createAccountReads(connection),
    ...createArchiveReads(connection),
    ...createMediaReads(connection),
    listUnfinishedDeletions: createUnfinishedDeletions(connection),
    ping: createPing(connection),
  };
  return inSnapshots(connection, reads);
}

function createUnfinishedDeletions({ prepare }: Connection) {
  const groups = prepare<{ key: number; log: ConversationId }, []>(
    `select g.log as key, l.id as log from groups g indexed by groups_unfinished cross join logs l on l.key = g.log
     where g.erased_seq is not null`,
  );
  const members = prepare<{ id: UserId }, [number]>('select id from last_members where log = ?');
  return () => groups.all().map(({ key, log }) => ({ log, members: members.all(key).map(({ id }) => id) }));
}

function createPing({ prepare }: Connection): () => void {
  const touch = prepare<unknown, []>('select 1 from meta limit 1');
  return () => {
    touch.get();
  };
}

type Reads = Readonly<Record<string, (...args: never[]) => unknown>>;

function inSnapshots<Port extends Reads>({ prepare, database }: Connection, port: Port): Port {
  const begin = prepare<unknown, []>('begin');
  const end = prepare<unknown, []>('rollback');
  const methods = Object.entries(port).map(([name, read]) => [
    name,
    (...args: never[]) => {
      begin.run();
      try {
        return read(...args);
      } finally {
        if (database.inTransaction) end.run();
      }
    },
  ]);
  // The same names and shapes as before.
  return Object.fromEntries(methods) as Port;
}
