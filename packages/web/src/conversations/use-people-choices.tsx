import { useMemo, type ReactNode } from 'react';
import type { User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import type { Choice, ChoiceSection } from './choice-picker.tsx';
import { searchNote } from './search-note.tsx';
import { usePeopleSearch } from './use-search.ts';

export interface PeopleChoices {
  readonly sections: readonly ChoiceSection[];
  readonly note: ReactNode;
  /** by id, of those shown */
  readonly people: ReadonlyMap<string, User>;
}

/** People one has written with lately, before anything is typed. */
const recentCount = 20;

/** Whom to write to: those met lately, or those whose name begins with `query`; oneself is among them. */
export function usePeopleChoices(query: string): PeopleChoices {
  const { client } = useApp();
  const ownId = useOwnId();
  const conversations = useObservable(client.conversations);
  const me = useObservable(client.account)?.me;
  const search = usePeopleSearch(query);
  const isAsking = query.trim() !== '';

  const recent = useMemo(() => {
    const peers = conversations.flatMap(({ peer }) =>
      peer === undefined || peer.id === ownId ? [] : [peer],
    );
    return [...(me === undefined ? [] : [me]), ...peers].slice(0, recentCount);
  }, [conversations, me, ownId]);

  const t = texts.conversations;
  const people = isAsking ? search.items : recent;
  return {
    sections: [
      {
        value: isAsking ? t.peopleResults : t.recentPeople,
        items: people.map((user) => choiceOf(user, ownId)),
      },
    ],
    note: searchNote({
      search,
      hint: people.length > 0 ? undefined : t.typeToFind,
      nothing: t.noPeople(search.query),
      nothingHint: t.noPeopleHint,
    }),
    people: new Map(people.map((user) => [user.id, user])),
  };
}

export function choiceOf({ id, display_name, username, avatar_url }: User, ownId: string): Choice {
  const name = id === ownId ? texts.app.notes : display_name;
  const choice: Choice = { id, avatarId: id, avatarUrl: avatar_url, name };
  return username === null ? choice : { ...choice, detail: `@${username}` };
}
