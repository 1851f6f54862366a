import type { SystemEntry } from '@parley/client';
import { texts } from '../../texts/texts.ts';

/** Whom an entry speaks of, beside its author. */
export function subjectOf(entry: SystemEntry): string {
  return 'user_id' in entry ? entry.user_id : '';
}

/** The quiet line for a change of the group. `names`: of its author, and of whom it is about. */
export function describeEntry(
  entry: SystemEntry,
  names: { readonly by: string; readonly subject: string },
): string {
  const t = texts.conversation;
  const { by, subject } = names;
  const isOwn = subjectOf(entry) === entry.by;
  switch (entry.kind) {
    case 'created':
      return t.created(by, entry.name);
    case 'member_added':
      return isOwn ? t.joined(by) : t.added(by, subject);
    case 'member_removed':
      return isOwn ? t.left(by) : t.removed(by, subject);
    case 'role_changed':
      if (entry.role === 'owner') return t.roleOwner(by, subject);
      return entry.role === 'admin' ? t.roleAdmin(by, subject) : t.roleMember(by, subject);
    case 'renamed':
      return t.renamed(by, entry.name);
    case 'updated':
      if (entry.name !== undefined) return t.renamed(by, entry.name);
      if (entry.description !== undefined) return t.describedAs(by);
      return entry.avatar_url === undefined ? t.updated(by) : t.pictured(by);
    case 'deleted':
      return t.groupDeleted(by);
  }
}
