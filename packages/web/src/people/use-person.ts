import { useEffect } from 'react';
import type { User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';

export interface Person {
  readonly id: string;
  /** as shown; a placeholder until the profile has come */
  readonly name: string;
  readonly user: User | undefined;
}

/** Somebody's profile, fetched when it is not known yet. */
export function usePerson(id: string): Person {
  const { client } = useApp();
  const user = useSelected(client.people, (people) => people.get(id));
  const isKnown = user !== undefined;
  useEffect(() => {
    if (!isKnown && id !== '') client.wantPeople([id]);
  }, [client, id, isKnown]);
  return { id, name: user?.display_name ?? texts.app.somebody, user };
}

/** One's own user id; empty before the first connect. */
export function useOwnId(): string {
  const { client } = useApp();
  return useSelected(client.account, (account) => account?.userId ?? '');
}
