import type { UserId } from '@parley/protocol';
import type { UserRecord } from '@parley/core';

/** An account's row, as every query of accounts selects it. */
export interface UserRow {
  readonly id: UserId;
  readonly username: string | null;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly createdAt: number;
  readonly isAdmin: number;
  readonly disabled: number;
  readonly settings: string;
}

export const userColumns = `a.id as id, a.username as username, a.display_name as displayName,
  a.avatar_url as avatarUrl, a.created_at as createdAt, a.is_admin as isAdmin, a.disabled as disabled,
  a.settings as settings`;

export function userOf(row: UserRow): UserRecord {
  const { id, username, displayName, avatarUrl, createdAt } = row;
  return {
    id,
    username,
    displayName,
    avatarUrl,
    createdAt,
    isAdmin: row.isAdmin === 1,
    disabled: row.disabled === 1,
    // Written by this package as the JSON of an object.
    settings: JSON.parse(row.settings) as Readonly<Record<string, unknown>>,
  };
}
