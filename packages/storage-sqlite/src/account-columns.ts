import type { UserProfile } from '@parley/core';

/** What a row of `accounts` has from its first moment on, in the order of `accountValues`. */
export const accountColumns =
  'user, id, username, display_name, folded_name, avatar_url, created_at, password_hash, is_admin';
/** As many question marks. */
export const accountPlaces = '?, ?, ?, ?, ?, ?, ?, ?, ?';

export type AccountValues = [
  key: number,
  id: string,
  username: string | null,
  displayName: string,
  foldedName: string,
  avatarUrl: string | null,
  createdAt: number,
  passwordHash: string | null,
  isAdmin: number,
];

/** `key`: of the person among `users`. */
export function accountValues(
  key: number,
  { id, username, displayName, avatarUrl, createdAt }: UserProfile,
  more: { readonly foldedName: string; readonly passwordHash: string | null; readonly isAdmin: boolean },
): AccountValues {
  const names = [username, displayName, more.foldedName, avatarUrl] as const;
  return [key, id, ...names, createdAt, more.passwordHash, more.isAdmin ? 1 : 0];
}
