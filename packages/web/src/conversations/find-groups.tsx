import { useMemo, useState } from 'react';
import type { Group } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { ChoicePicker, type Choice } from './choice-picker.tsx';
import { searchNote } from './search-note.tsx';
import { useGroupSearch } from './use-search.ts';

/** Finds groups that anybody may join, beside one's own. */
export function FindGroups({ onOpen }: { readonly onOpen: (conversation: string) => void }) {
  const { client, notices } = useApp();
  const [query, setQuery] = useState('');
  const search = useGroupSearch(query);
  const conversations = useObservable(client.conversations);
  const own = useMemo(() => new Set(conversations.map(({ id }) => id)), [conversations]);
  const t = texts.conversations;

  async function pick(groupId: string): Promise<void> {
    if (own.has(groupId)) {
      onOpen(groupId);
      return;
    }
    const answer = await client.http('join_group', { params: { group_id: groupId } });
    if (answer.ok) onOpen(groupId);
    else notices.say(answer.error.message);
  }

  const items = query.trim() === '' ? [] : search.items.map((group) => choiceOf(group, own.has(group.id)));
  return (
    <ChoicePicker
      label={t.findGroups}
      placeholder={t.groupQuery}
      listLabel={t.groupResults}
      query={query}
      onQuery={setQuery}
      sections={[{ value: t.groupResults, items }]}
      note={searchNote({
        search,
        hint: t.findGroupsHint,
        nothing: t.noGroups(search.query),
        nothingHint: t.noGroupsHint,
      })}
      onPick={({ id }) => void pick(id)}
    />
  );
}

function choiceOf({ id, name, member_count, avatar_url }: Group, isMember: boolean): Choice {
  const t = texts.conversations;
  return {
    id,
    avatarId: id,
    avatarUrl: avatar_url,
    name,
    detail: t.memberCount(member_count),
    mark: isMember ? t.isMember : t.join,
  };
}
