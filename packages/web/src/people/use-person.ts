import { useEffect } from 'react';
import type { Conversation, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { avatarUrlOf } from './conversation-name.ts';
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

/** The picture of a conversation, as it is now: a person may have chosen another since the list was read. */
export function useAvatarUrl(conversation: Conversation | undefined): string | null | undefined {
  const { client } = useApp();
  const peer = conversation?.peer;
  const user = useSelected(client.people, (people) => (peer === undefined ? undefined : people.get(peer.id)));
  return user === undefined ? conversation && avatarUrlOf(conversation) : user.avatar_url;
}

/** One's own user id; empty before the first connect. */
export function useOwnId(): string {
  const { client } = useApp();
  return useSelected(client.account, (account) => account?.userId ?? '');
}
