import { useRef, useState } from 'react';
import type { Refusal, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { ChoicePicker, type Choice, type ChoiceSection } from '../conversations/choice-picker.tsx';
import { ChosenMark } from '../conversations/chosen-mark.tsx';
import { ChosenPeople } from '../conversations/chosen-people.tsx';
import { usePeopleChoices } from '../conversations/use-people-choices.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { addPeople } from './add-people.ts';
import { AddFailures } from './add-failures.tsx';
import type { Member } from './use-members.ts';

export interface AddPeopleDialogProps {
  readonly groupId: string;
  /** those known to be in it already */
  readonly members: readonly Member[];
  readonly onClose: () => void;
}

type People = ReadonlyMap<string, User>;
const noFailures: ReadonlyMap<string, Refusal> = new Map();

/** Finds people, several at once, and adds them one after the other; whoever was refused stays, with the reason. */
export function AddPeopleDialog({ groupId, members, onClose }: AddPeopleDialogProps) {
  const { client, notices } = useApp();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<People>(new Map());
  const [failed, setFailed] = useState(noFailures);
  const [tried, setTried] = useState<number>();
  const ownId = useOwnId();
  const search = useRef<HTMLInputElement>(null);
  const { sections, note, people } = usePeopleChoices(query);
  const t = texts.details;
  const isBusy = tried !== undefined;
  const memberIds = new Set(members.map(({ user }) => user.id));

  function toggle(id: string): void {
    if (isBusy || memberIds.has(id)) return;
    const next = new Map(chosen);
    const person = people.get(id);
    if (!next.delete(id) && person !== undefined) next.set(id, person);
    setChosen(next);
    setQuery('');
    search.current?.focus();
  }

  async function add(): Promise<void> {
    const outcome = await addPeople({
      userIds: [...chosen.keys()],
      add: (userId) => client.http('add_member', { params: { group_id: groupId, user_id: userId } }),
      onProgress: setTried,
    });
    setTried(undefined);
    setFailed(outcome.failed);
    setChosen(new Map([...chosen].filter(([id]) => outcome.failed.has(id))));
    if (outcome.added.length > 0) notices.say(t.added(outcome.added.length));
    if (outcome.failed.size === 0) onClose();
  }

  const actions = (
    <>
      <p role="status" className="add-people__progress">
        {isBusy && t.adding(tried + 1, chosen.size)}
      </p>
      <Button onClick={onClose}>{texts.app.cancel}</Button>
      <Button look="primary" disabled={isBusy || chosen.size === 0} onClick={() => void add()}>
        {chosen.size === 0 ? t.addPeople : t.add(chosen.size)}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={t.addPeople} actions={actions}>
      <ChosenPeople people={[...chosen.values()]} onRemove={toggle} />
      <AddFailures people={chosen} failed={failed} />
      <ChoicePicker
        role="searchbox"
        inputRef={search}
        label={t.findPeople}
        placeholder={t.findPeople}
        listLabel={t.findPeople}
        query={query}
        onQuery={setQuery}
        sections={sections.map((section) => withMarks(section, { ownId, memberIds, chosen }))}
        note={note}
        onPick={({ id }) => toggle(id)}
      />
    </Dialog>
  );
}

interface Marks {
  readonly ownId: string;
  readonly memberIds: ReadonlySet<string>;
  readonly chosen: People;
}

function withMarks({ value, items }: ChoiceSection, { ownId, memberIds, chosen }: Marks): ChoiceSection {
  const mark = (item: Choice): Choice => {
    if (memberIds.has(item.id))
      return { ...item, mark: <span className="add-people__member">{texts.details.alreadyIn}</span> };
    return chosen.has(item.id) ? { ...item, mark: <ChosenMark /> } : item;
  };
  return { value, items: items.filter(({ id }) => id !== ownId).map(mark) };
}
