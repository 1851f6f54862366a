import { useEffect, useState } from 'react';
import type { Group, Result, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { createSearch, type Search, type SearchState } from './create-search.ts';

export interface UsedSearch<Item> extends SearchState<Item> {
  readonly again: () => void;
}

/** The people whose name or username begins with `query`. */
export function usePeopleSearch(query: string): UsedSearch<User> {
  const { client, clock } = useApp();
  return useSearch(query, () =>
    createSearch<User>({
      clock,
      async ask(asked): Promise<Result<readonly User[]>> {
        const answer = await client.http('find_users', { query: { query: asked } });
        return answer.ok ? { ok: true, value: answer.value.users } : answer;
      },
    }),
  );
}

/** The groups whose name contains `query`: one's own, and those that may be found. */
export function useGroupSearch(query: string): UsedSearch<Group> {
  const { client, clock } = useApp();
  return useSearch(query, () =>
    createSearch<Group>({
      clock,
      async ask(name): Promise<Result<readonly Group[]>> {
        const answer = await client.http('search_groups', { params: { name } });
        return answer.ok ? { ok: true, value: answer.value.groups } : answer;
      },
    }),
  );
}

function useSearch<Item>(query: string, create: () => Search<Item>): UsedSearch<Item> {
  const [search] = useState(create);
  useEffect(() => search.look(query), [search, query]);
  useEffect(() => () => search.stop(), [search]);
  const state = useObservable(search.state);
  return { ...state, again: search.again };
}
