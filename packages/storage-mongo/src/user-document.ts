import { foldName, type UserId } from '@parley/protocol';
import type { UserProfile, UserRecord } from '@parley/core';
import type { AccountDocument } from './documents.ts';

export function userOf(
  { _id, username, displayName, avatarUrl, createdAt, disabled, settings }: AccountDocument,
  administrator: UserId | undefined,
): UserRecord {
  return {
    id: _id,
    username: username ?? null,
    displayName,
    avatarUrl,
    createdAt,
    isAdmin: _id === administrator,
    disabled,
    // Written by this package as the JSON of such an object.
    settings: JSON.parse(settings) as UserRecord['settings'],
  };
}

/** By username; people without one come after, by id. */
export function sortNameOf(id: UserId, username: string | null): string {
  return username === null ? `~${id}` : `=${username}`;
}

/** An account as it is before its personal log has changed anything in it. */
export function accountDocument(
  { id, username, displayName, avatarUrl, createdAt }: UserProfile,
  as: Pick<AccountDocument, 'passwordHash' | 'settings' | 'disabled'>,
): AccountDocument {
  return {
    _id: id,
    ...(username === null ? {} : { username }),
    ...{ displayName, foldedName: foldName(displayName), sortName: sortNameOf(id, username) },
    ...{ avatarUrl, createdAt, ...as },
    ...{ profileSeq: 0, settingsSeq: 0, disabledSeq: 0 },
  };
}
