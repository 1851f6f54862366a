import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useLocation, useRoute } from 'wouter';
import { addressOf, patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { Modal } from '../design/modal.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { ChoicePicker } from './choice-picker.tsx';
import { switcherSections } from './switcher-sections.ts';
import { usePeopleSearch } from './use-search.ts';

export interface OpenSwitcherProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** what was typed before the field was there */
  readonly takeTyped: () => string;
}

/** A field over all that one may go to. */
export function OpenSwitcher({ isOpen, onOpenChange, takeTyped }: OpenSwitcherProps) {
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const hasGone = useRef(false);
  useEffect(() => {
    if (isOpen) hasGone.current = false;
  }, [isOpen]);

  function go(conversation: string): void {
    hasGone.current = true;
    onOpenChange(false);
    navigate(addressOf(conversation));
  }

  return (
    <Modal
      isOpen={isOpen}
      onClose={() => onOpenChange(false)}
      className="dialog switcher"
      aria-label={texts.conversations.switcher}
      initialFocus={input}
      // Who has gone somewhere goes on there; who has not is back where they were.
      finalFocus={() => !hasGone.current}
    >
      <Destinations input={input} onGo={go} takeTyped={takeTyped} />
    </Modal>
  );
}

interface DestinationsProps extends Pick<OpenSwitcherProps, 'takeTyped'> {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onGo: (conversation: string) => void;
}

/** One letter fits half of everybody. */
const fewestLetters = 2;

function Destinations({ input, onGo, takeTyped }: DestinationsProps) {
  const { client } = useApp();
  const ownId = useOwnId();
  const conversations = useObservable(client.conversations);
  const [, params] = useRoute(patterns.conversation);
  const [query, setQuery] = useState('');
  const search = usePeopleSearch(query.trim().length < fewestLetters ? '' : query);
  const people = search.items;
  const currentId = params?.conversation;
  const sections = useMemo(
    () => switcherSections({ query, conversations, people, ownId, currentId }),
    [query, conversations, people, ownId, currentId],
  );
  const t = texts.conversations;
  const isEmpty = sections.every(({ items }) => items.length === 0);
  const isSearching = search.status === 'searching';
  const nothing =
    query.trim() === '' ? t.typeToFind : isSearching ? t.searching : t.switcherNothing(query.trim());
  return (
    <>
      <ChoicePicker
        inputRef={input}
        label={t.switcher}
        placeholder={t.switcherHint}
        listLabel={t.switcherResults}
        query={query}
        onQuery={setQuery}
        onFocus={() => setQuery(query + takeTyped())}
        sections={sections}
        note={isEmpty ? <p>{nothing}</p> : undefined}
        onPick={({ id }) => onGo(id)}
      />
      <p className="switcher__keys">{t.switcherKeys}</p>
    </>
  );
}
