import { X } from 'lucide-react';
import type { User } from '@parley/client';
import { Avatar } from '../design/avatar.tsx';
import { texts } from '../texts/texts.ts';

export interface ChosenPeopleProps {
  readonly people: readonly User[];
  readonly onRemove: (id: string) => void;
}

/** Who is picked so far, each with a way out. */
export function ChosenPeople({ people, onRemove }: ChosenPeopleProps) {
  if (people.length === 0) return null;
  const t = texts.conversations;
  return (
    <ul role="list" aria-label={t.chosenPeople} className="chosen-people">
      {people.map(({ id, display_name, avatar_url }) => (
        <li key={id}>
          <button type="button" className="chosen-people__person" onClick={() => onRemove(id)}>
            <Avatar id={id} name={display_name} url={avatar_url} size={24} />
            <span className="visually-hidden">{t.removePerson(display_name)}</span>
            <span aria-hidden dir="auto">
              {display_name}
            </span>
            <X aria-hidden size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}
