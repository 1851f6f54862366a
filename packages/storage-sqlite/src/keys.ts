import type { Connection } from './connection.ts';

/** No row has this key: what has no name in the database matches nothing. */
const noKey = 0;

export interface Keys {
  log(id: string): number;
  user(id: string): number;
}

/** The numbers that logs and users have inside the database; 0 for what it has never heard of. */
export function createKeys({ prepare }: Connection): Keys {
  const findLog = prepare<{ key: number }, [string]>('select key from logs where id = ?');
  const findUser = prepare<{ key: number }, [string]>('select key from users where id = ?');
  return {
    log: (id) => findLog.get(id)?.key ?? noKey,
    user: (id) => findUser.get(id)?.key ?? noKey,
  };
}

/** A UUID from the 32 hex digits SQLite makes of a 16-byte blob. */
export function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
