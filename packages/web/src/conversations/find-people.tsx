import { directConversation } from '@parley/client';
import { useState } from 'react';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { ChoicePicker } from './choice-picker.tsx';
import { usePeopleChoices } from './use-people-choices.tsx';

/** Picks whom to write to. */
export function FindPeople({ onOpen }: { readonly onOpen: (conversation: string) => void }) {
  const [query, setQuery] = useState('');
  const ownId = useOwnId();
  const { sections, note } = usePeopleChoices(query);
  const t = texts.conversations;
  return (
    <ChoicePicker
      role="searchbox"
      label={t.findPeople}
      placeholder={t.nameHint}
      listLabel={t.people}
      query={query}
      onQuery={setQuery}
      sections={sections}
      note={note}
      onPick={({ id }) => onOpen(directConversation(ownId, id))}
    />
  );
}
