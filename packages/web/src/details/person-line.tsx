import type { User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Avatar } from '../design/avatar.tsx';
import { presenceWords } from '../people/presence-words.ts';
import { useOwnId } from '../people/use-person.ts';
import { usePresence } from '../people/use-presence.ts';
import { texts } from '../texts/texts.ts';
import { useNow } from '../time/use-now.ts';

export interface PersonLineProps {
  readonly user: User;
  /** instead of the username and the presence */
  readonly note?: string | undefined;
}

/** Somebody in a list: avatar, name, and whether they are there. */
export function PersonLine({ user, note }: PersonLineProps) {
  const { client } = useApp();
  const nowMs = useNow();
  const ownId = useOwnId();
  const presence = usePresence(user.id);
  // Whoever changed their name since the list was fetched is called by the new one.
  const name = useSelected(client.people, (people) => people.get(user.id)?.display_name) ?? user.display_name;
  const handle = user.username === null ? undefined : `@${user.username}`;
  const words = user.id === ownId ? undefined : presenceWords(presence, nowMs);
  return (
    <span className="person-line">
      <Avatar
        id={user.id}
        name={name}
        url={user.avatar_url}
        size={36}
        isOnline={presence?.status === 'online'}
      />
      <span className="person-line__text">
        <span className="person-line__name">
          <bdi>{name}</bdi>
          {user.id === ownId && <span className="person-line__you"> ({texts.app.you})</span>}
        </span>
        <span className="person-line__note">{note ?? words ?? handle}</span>
      </span>
    </span>
  );
}
