import { texts } from '../texts/texts.ts';
import type { CallAnswer, ConversationView } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { usePagedList, type ShownList } from './use-paged-list.ts';

export type Member = CallAnswer<'list_members'>['members'][number];

const pageSize = 100;

/** The members of a group, kept fresh: the log says when they have changed. */
export function useMembers(id: string): ShownList<Member> {
  const { client } = useApp();
  const version = useGroupVersion(id);
  return usePagedList<Member>(async (cursor) => {
    const query = cursor === undefined ? { limit: pageSize } : { limit: pageSize, cursor };
    const answer = await client.http('list_members', { params: { group_id: id }, query });
    if (!answer.ok) return answer;
    const { members, next_cursor } = answer.value;
    return { ok: true, value: { items: members, next: next_cursor } };
  }, version);
}

/** Another text after every entry about members, roles, name or description. */
export function useGroupVersion(id: string): string {
  const { client } = useApp();
  return useSelected(client.conversation(id).view, versionOf);
}

function versionOf({ items, summary }: ConversationView): string {
  const last = items.findLast(({ kind }) => kind === 'system');
  return `${last?.seq ?? 0} ${summary?.member_count ?? 0} ${summary?.role ?? ''}`;
}

const rank = { owner: 0, admin: 1, member: 2 } as const;
const byName = new Intl.Collator(texts.time.locale, { sensitivity: 'base', numeric: true });

/** The owner first, then admins, then all others by name. */
export function sortMembers(members: readonly Member[]): readonly Member[] {
  return members.toSorted(
    (one, other) =>
      rank[one.role] - rank[other.role] || byName.compare(one.user.display_name, other.user.display_name),
  );
}
