import { useId } from 'react';
import { Link } from 'wouter';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { conversationName } from '../people/conversation-name.ts';
import { useOwnId, usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import type { UnsentGroup } from './unsent.ts';
import { UnsentItem } from './unsent-item.tsx';

export interface UnsentGroupListProps {
  readonly group: UnsentGroup;
  /** the conversation is opened */
  readonly onLeave: () => void;
}

/** What is not sent of one conversation, under its name. */
export function UnsentGroupList({ group: { conversation, items }, onLeave }: UnsentGroupListProps) {
  const name = useTargetName(conversation, items[0].target);
  const id = useId();
  return (
    <section className="unsent" aria-labelledby={id}>
      <h3 id={id} className="unsent__name">
        <Link href={addressOf(conversation)} onClick={onLeave}>
          {name}
        </Link>
      </h3>
      <ul>
        {items.map((item) => (
          <UnsentItem key={item.id} item={item} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  );
}

/** Also of a conversation that begins with this message, or was left since. */
function useTargetName(conversation: string, target: UnsentGroup['items'][0]['target']): string {
  const { client } = useApp();
  const ownId = useOwnId();
  const row = useSelected(client.conversations, (rows) => rows.find(({ id }) => id === conversation));
  const person = usePerson(row === undefined && target.type === 'direct' ? target.to : '');
  if (row !== undefined) return conversationName(row, ownId);
  if (target.type === 'group') return texts.connection.unknownGroup;
  return target.to === ownId ? texts.app.notes : person.name;
}
