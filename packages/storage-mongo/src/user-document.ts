import type { UserId } from '@parley/protocol';
import type { UserRecord } from '@parley/core';
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
