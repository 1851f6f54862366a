import { foldName } from '@parley/protocol';
import type { Archive } from '@parley/core';
import type { Reader } from './reader.ts';
import type { WorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

/** The port's archive: reads go to a reader, writes to the writer. */
export function createArchive(reader: () => WorkerLink<Reader>, writer: WorkerLink<Writer>): Archive {
  return {
    findMark: () => reader().call('findMark'),
    setMark: (mark) => writer.call('setMark', mark),
    finish: (generation) => writer.call('finish', generation),
    countEntries: () => reader().call('countEntries'),
    listLogs: (range, limit) => reader().call('listLogs', range, limit),
    findHeads: (logs) => reader().call('findHeads', logs),
    listEntries: (log, afterSeq, room) => reader().call('listArchivedEntries', log, afterSeq, room),
    listPositions: (log) => reader().call('listPositions', log),
    listAccounts: (afterId, limit) => reader().call('listAccounts', afterId, limit),
    listSessions: (afterId, limit) => reader().call('listArchivedSessions', afterId, limit),
    putAccounts: (accounts) =>
      writer.call(
        'putAccounts',
        accounts.map((account) => [account, foldName(account.user.displayName)] as const),
      ),
    putSessions: (sessions) => writer.call('putSessions', sessions),
  };
}
