import { useRef, useState, type SyntheticEvent } from 'react';
import type { Refusal, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { ChoicePicker, type ChoiceSection } from './choice-picker.tsx';
import { ChosenMark } from './chosen-mark.tsx';
import { ChosenPeople } from './chosen-people.tsx';
import { usePeopleChoices } from './use-people-choices.tsx';

/** In code points, as the server counts; the field counts UTF-16 units, which are at least as many. */
const longestName = 100;

/** A name, some people, and there it is. */
export function NewGroup({ onOpen }: { readonly onOpen: (conversation: string) => void }) {
  const { client } = useApp();
  const ownId = useOwnId();
  const [name, setName] = useState('');
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, User>>(new Map());
  const [error, setError] = useState<Refusal | 'unnamed'>();
  const [isBusy, setIsBusy] = useState(false);
  /** of the group to be made: the same until the server has answered, so that a lost answer makes no second one */
  const groupId = useRef<string>(undefined);
  const nameField = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { sections, note, people } = usePeopleChoices(query);
  const t = texts.conversations;

  function toggle(id: string): void {
    const next = new Map(chosen);
    const person = people.get(id);
    if (!next.delete(id) && person !== undefined) next.set(id, person);
    setChosen(next);
    setQuery('');
    search.current?.focus();
  }

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    if (name.trim() === '') {
      setError('unnamed');
      nameField.current?.focus();
      return;
    }
    setIsBusy(true);
    groupId.current ??= client.newId();
    const answer = await client.http('create_group', {
      body: { id: groupId.current, name: name.trim(), members: [...chosen.keys()] },
    });
    setIsBusy(false);
    if (answer.ok || !answer.error.retry) groupId.current = undefined;
    if (answer.ok) onOpen(answer.value.id);
    else setError(answer.error);
  }

  const nameIssue =
    error === 'unnamed' ? t.groupNameNeeded : error?.issues?.find(({ path }) => path === 'name')?.message;
  return (
    <form className="new-group" noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        ref={nameField}
        label={t.groupName}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setError(undefined);
        }}
        maxLength={longestName}
        autoComplete="off"
        error={nameIssue}
      />
      <ChosenPeople people={[...chosen.values()]} onRemove={toggle} />
      <ChoicePicker
        inputRef={search}
        label={t.addPeople}
        placeholder={t.addPeople}
        listLabel={t.people}
        query={query}
        onQuery={setQuery}
        sections={sections.map((section) => withMarks(section, { ownId, chosen }))}
        note={note}
        onPick={({ id }) => toggle(id)}
      />
      {error !== undefined && error !== 'unnamed' && nameIssue === undefined && (
        <p role="alert" className="text-field__error">
          {error.message}
        </p>
      )}
      <Button type="submit" look="primary" aria-disabled={isBusy}>
        {t.createGroup}
      </Button>
    </form>
  );
}

interface Marks {
  readonly ownId: string;
  readonly chosen: ReadonlyMap<string, User>;
}

/** Whoever makes a group is in it anyway. */
function withMarks({ value, items }: ChoiceSection, { ownId, chosen }: Marks): ChoiceSection {
  const others = items.filter(({ id }) => id !== ownId);
  const mark = <ChosenMark />;
  return { value, items: others.map((item) => (chosen.has(item.id) ? { ...item, mark } : item)) };
}
