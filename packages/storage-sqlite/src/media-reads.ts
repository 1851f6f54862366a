import type { ConversationId, UserId } from '@parley/protocol';
import type { MediaRecord, MediaStore } from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { isUsed, mediaColumns, recordOf, type MediaRow } from './media-rows.ts';

type Reads = Immediate<MediaStore>;

/** What is known of uploads. The names say what the port's methods are called beside those of other ports. */
export function createMediaReads(connection: Connection) {
  const statements = prepareStatements(connection);

  return {
    findMedia(id: string): MediaRecord | undefined {
      const row = statements.byId.get(id);
      return row === null ? undefined : recordOf(row);
    },
    mediaUsage(owner: UserId) {
      return statements.usage.get(owner) ?? { bytes: 0, files: 0 };
    },
    findConversationsOfMedia: (reader: UserId, id: string): readonly ConversationId[] =>
      statements.conversations.all(reader, id).map(({ log }) => log),
    isAvatar: (id) => statements.avatar.get(`/uploads/${id}.`, `/uploads/${id}/`) !== null,
    listUnusedMedia: (
      { claimedBefore, afterId }: { claimedBefore: number; afterId: string },
      limit: number,
    ): readonly MediaRecord[] => statements.unused.all(claimedBefore, afterId, limit).map(recordOf),
    listCondemned: (before) => statements.condemned.all(before).map(({ sha256 }) => sha256),
    listMedia: (afterId: string, limit: number): readonly MediaRecord[] =>
      statements.page.all(afterId, limit).map(recordOf),
  } satisfies Partial<Reads> & Record<string, unknown>;
}

export const mediaConversationsSql = `
  select distinct l.id as log from entries e
  cross join members m on m.log = e.log and m.id = ?
  cross join logs l on l.key = e.log
  where e.media_id = ? limit 20`;

export const avatarSql = `
  select 1 from accounts where avatar_url >= ?1 and avatar_url < ?2
  union all select 1 from groups where avatar_url >= ?1 and avatar_url < ?2 and deleted_seq is null limit 1`;

function prepareStatements({ prepare }: Connection) {
  return {
    byId: prepare<MediaRow, [string]>(`select ${mediaColumns} from media m where m.id = ?`),
    usage: prepare<{ bytes: number; files: number }, [string]>(
      'select coalesce(sum(size), 0) as bytes, count(*) as files from media where owner = ?',
    ),
    conversations: prepare<{ log: ConversationId }, [string, string]>(mediaConversationsSql),
    avatar: prepare<unknown, [string, string]>(avatarSql),
    unused: prepare<MediaRow, [number, string, number]>(
      `select ${mediaColumns} from media m
       where m.claimed_at < ? and m.id > ? and not ${isUsed} order by m.id limit ?`,
    ),
    condemned: prepare<{ sha256: string }, [number]>('select sha256 from condemned where at < ?'),
    page: prepare<MediaRow, [string, number]>(
      `select ${mediaColumns} from media m where m.id > ? order by m.id limit ?`,
    ),
  };
}
