import type { Media, MediaRecord, Removal } from '@parley/core';
import type { Connection } from './connection.ts';
import { isUsed, mediaColumns, recordOf, type MediaRow } from './media-rows.ts';
import type { Transact } from './transact.ts';

type Values = [
  id: string,
  owner: string,
  sha256: string,
  size: number,
  createdAt: number,
  claimedAt: number,
  media: string,
];

/** What is known of uploads, written. One writer, so each of these is one step to everybody else. */
export function createMediaWrites(connection: Connection, transact: Transact) {
  const statements = prepareStatements(connection);
  const condemn = (sha256: string, at: number): boolean =>
    statements.anyOf.get(sha256) === null && statements.condemn.run(sha256, at).changes > 0;

  return {
    createMedia: (record: MediaRecord): boolean =>
      transact(() => {
        if (statements.isCondemned.get(record.sha256) !== null) return false;
        statements.insert.run(...valuesOf(record));
        return true;
      }),
    reviseMedia: (id: string, media: Media): void =>
      transact(() => {
        statements.revise.run(JSON.stringify(media), id);
      }),
    claimMedia: (id: string, at: number): MediaRecord | undefined =>
      transact(() => {
        statements.claim.run(at, id);
        const row = statements.find.get(id);
        return row === null ? undefined : recordOf(row);
      }),
    removeMedia: (id: string, claimedUpto: number, at: number): Removal =>
      transact(() => {
        const row = statements.find.get(id);
        if (row === null) return 'gone';
        if (row.claimedAt > claimedUpto) return 'claimed';
        if (statements.remove.run(id).changes === 0) return 'used';
        return condemn(row.sha256, at) ? 'condemned' : 'gone';
      }),
    condemn: (sha256: string, at: number): boolean => transact(() => condemn(sha256, at)),
    forget: (sha256: string): void =>
      transact(() => {
        statements.forget.run(sha256);
      }),
    takeOver: (sha256: string, before: number, at: number): boolean =>
      transact(() => statements.takeOver.run(at, sha256, before).changes > 0),
    putMedia: (records: readonly MediaRecord[]): void =>
      transact(() => {
        for (const record of records) statements.put.run(...valuesOf(record));
      }),
  };
}

function valuesOf({ media, owner, sha256, createdAt, claimedAt }: MediaRecord): Values {
  return [media.id, owner, sha256, media.size, createdAt, claimedAt, JSON.stringify(media)];
}

function prepareStatements({ prepare }: Connection) {
  const columns = '(id, owner, sha256, size, created_at, claimed_at, media) values (?, ?, ?, ?, ?, ?, ?)';
  return {
    insert: prepare<unknown, Values>(`
      insert into media ${columns} on conflict (id) do update
      set created_at = excluded.created_at, claimed_at = excluded.claimed_at
      where claimed_at = created_at`),
    put: prepare<unknown, Values>(`insert or replace into media ${columns}`),
    find: prepare<MediaRow, [string]>(`select ${mediaColumns} from media m where m.id = ?`),
    revise: prepare<unknown, [string, string]>('update media set media = ? where id = ?'),
    claim: prepare<unknown, [number, string]>(
      'update media set claimed_at = max(claimed_at, ?) where id = ?',
    ),
    remove: prepare<unknown, [string]>(
      `delete from media where id in (
         select m.id from media m where m.id = ? and not ${isUsed})`,
    ),
    anyOf: prepare<unknown, [string]>('select 1 from media where sha256 = ? limit 1'),
    isCondemned: prepare<unknown, [string]>('select 1 from condemned where sha256 = ?'),
    condemn: prepare<unknown, [string, number]>('insert or ignore into condemned (sha256, at) values (?, ?)'),
    takeOver: prepare<unknown, [number, string, number]>(
      'update condemned set at = ? where sha256 = ? and at < ?',
    ),
    forget: prepare<unknown, [string]>('delete from condemned where sha256 = ?'),
  };
}
