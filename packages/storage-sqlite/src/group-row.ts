import type { UserId } from '@parley/protocol';
import type { GroupRecord } from '@parley/core';
import type { Connection } from './connection.ts';

/** A group's row `g`, as every query of groups selects it. */
export interface GroupRow {
  readonly name: string;
  readonly description: string;
  readonly avatarUrl: string | null;
  readonly discoverable: number;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly deletedSeq: number | null;
}

export const groupColumns = `g.name as name, g.description as description, g.avatar_url as avatarUrl,
  g.discoverable as discoverable, g.created_by as createdBy, g.created_at as createdAt,
  g.deleted_seq as deletedSeq`;

export function groupOf(row: GroupRow): GroupRecord {
  const { name, description, avatarUrl, createdBy, createdAt } = row;
  const discoverable = row.discoverable === 1;
  return {
    name,
    description,
    avatarUrl,
    discoverable,
    createdBy,
    createdAt,
    deleted: row.deletedSeq !== null,
  };
}

/** Looks a group up by its log's key; `null` for direct conversations and what is not there. */
export function findGroup({ prepare }: Connection): (key: number) => GroupRecord | null {
  const find = prepare<GroupRow, [number]>(`select ${groupColumns} from groups g where g.log = ?`);
  return (key) => {
    const row = find.get(key);
    return row === null ? null : groupOf(row);
  };
}
