import type { ContentType, Role } from '@parley/protocol';
import type { LogEvent } from '@parley/core';

/* Numbers in the database for the names of the port. They are never reused or renumbered. */

const firstPersonalKind = 32;

const kindCodes: Readonly<Record<LogEvent['kind'], number>> = {
  /** never stored: one process writes here, and a database of a later version is refused */
  foreign: 0,
  message: 1,
  created: 2,
  edit: 3,
  delete: 4,
  member_added: 5,
  member_removed: 6,
  role_changed: 7,
  renamed: 8,
  updated: 9,
  deleted: 10,
  reaction: 11,
  conversation_added: 32,
  conversation_removed: 33,
  message_hidden: 34,
  conversation_changed: 35,
  profile_changed: 36,
  block_changed: 37,
  settings_changed: 38,
  session_revoked: 39,
  account_disabled: 40,
};

/** The kind that indexes and counts look for. */
export const messageKind = kindCodes.message;
export const editKind = kindCodes.edit;

export function kindCode(kind: LogEvent['kind']): number {
  return kindCodes[kind];
}

/** Whether entries of this kind belong in a personal log. */
export function isPersonalKind(code: number): boolean {
  return code >= firstPersonalKind;
}

const contentTypes: readonly ContentType[] = ['text', 'emoji', 'image', 'video', 'audio', 'file'];
const roles: readonly Role[] = ['member', 'admin', 'owner'];

export function contentTypeCode(contentType: ContentType): number {
  return contentTypes.indexOf(contentType);
}

export function contentTypeOf(code: number | null): ContentType {
  return nameAt(contentTypes, code);
}

export function roleCode(role: Role): number {
  return roles.indexOf(role);
}

export function roleOf(code: number): Role {
  return nameAt(roles, code);
}

function nameAt<Name>(names: readonly Name[], code: number | null): Name {
  const name = names[code ?? -1];
  if (name === undefined)
    throw new Error(`the database holds a code this program does not know: ${String(code)}`);
  return name;
}
