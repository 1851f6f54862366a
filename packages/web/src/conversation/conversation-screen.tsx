import { MessageCircleOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { late } from '../design/late.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { ConversationBody } from './conversation-body.tsx';
import { ConversationHeader } from './conversation-header.tsx';

const DetailsPanel = late(
  async () => (await import('../details/details-panel.tsx')).DetailsPanel,
  <aside className="details" aria-busy />,
);

export interface ConversationScreenProps {
  readonly id: string;
  /** a message to go to, by a link */
  readonly messageId?: string;
}

export function ConversationScreen({ id, messageId }: ConversationScreenProps) {
  const { client } = useApp();
  const ownId = useOwnId();
  const area = useRef<HTMLElement>(null);
  const [areDetailsOpen, setAreDetailsOpen] = useState(false);
  const isGone = useIsGone(id);
  if (isGone || ownId === '')
    return (
      <main className="conversation">
        <EmptyState icon={MessageCircleOff} title={texts.conversation.notFoundTitle}>
          <p>{texts.conversation.notFoundHint}</p>
        </EmptyState>
      </main>
    );
  return (
    <div className={`conversation-columns ${areDetailsOpen ? 'conversation-columns--with-details' : ''}`}>
      <main ref={area} className="conversation">
        <ConversationHeader
          handle={client.conversation(id)}
          areDetailsOpen={areDetailsOpen}
          onToggleDetails={() => setAreDetailsOpen(!areDetailsOpen)}
        />
        <ConversationBody
          area={area}
          handle={client.conversation(id)}
          ownId={ownId}
          {...(messageId === undefined ? {} : { messageId })}
        />
      </main>
      {areDetailsOpen && <DetailsPanel id={id} onClose={() => setAreDetailsOpen(false)} />}
    </div>
  );
}

/** Whether the server has said that there is no such conversation, or that it is no longer one's own. */
function useIsGone(id: string): boolean {
  const { client } = useApp();
  const { summary, loadError } = useObservable(client.conversation(id).view);
  const [isGone, setIsGone] = useState(false);
  useEffect(
    () => client.on('gone', ({ conversation }) => conversation === id && setIsGone(true)),
    [client, id],
  );
  if (summary !== undefined) return false;
  return isGone || loadError?.code === 'not_found' || loadError?.code === 'forbidden';
}
