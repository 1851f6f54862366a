import { MessageCircleOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { DetailsPanel } from '../details/details-panel.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { ConversationBody } from './conversation-body.tsx';
import { ConversationHeader } from './conversation-header.tsx';

export interface ConversationScreenProps {
  readonly id: string;
  /** a message to go to, by a link */
  readonly messageId?: string;
}

export function ConversationScreen({ id, messageId }: ConversationScreenProps) {
  const { client } = useApp();
  const ownId = useOwnId();
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
      <main className="conversation">
        <ConversationHeader
          handle={client.conversation(id)}
          areDetailsOpen={areDetailsOpen}
          onToggleDetails={() => setAreDetailsOpen(!areDetailsOpen)}
        />
        <ConversationBody
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
  const isKnown = useObservable(client.conversation(id).view).summary !== undefined;
  const [gone, setGone] = useState<string>();
  useEffect(() => client.on('gone', ({ conversation }) => setGone(conversation)), [client]);
  useEffect(() => {
    if (isKnown) setGone(undefined);
  }, [isKnown]);
  return gone === id && !isKnown;
}
