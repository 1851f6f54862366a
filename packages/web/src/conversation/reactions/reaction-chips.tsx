import { useEffect, type MouseEvent } from 'react';
import type { Reaction } from '@parley/client';
import { useApp } from '../../app/app-context.tsx';
import { useObservable } from '../../app/use-observable.ts';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from '../rows/shown-message.ts';
import { reactorNames, reactorsToName } from './reactor-names.ts';
import { useReact, type React } from './use-react.ts';

/** What others, and oneself, have put under a message; a press joins in, or takes one's own back. */
export function ReactionChips({ message }: { readonly message: ShownMessage }) {
  const react = useReact(message);
  return (
    <div className="reactions" role="group" aria-label={texts.conversation.reactions}>
      {message.reactions.map((reaction) => (
        <ReactionChip key={reaction.emoji} reaction={reaction} react={react} />
      ))}
    </div>
  );
}

function ReactionChip({ reaction, react }: { readonly reaction: Reaction; readonly react: React }) {
  const { emoji, count } = reaction;
  const { client } = useApp();
  const { ownId } = useConversation();
  const people = useObservable(client.people);
  useEffect(() => {
    client.wantPeople(reactorsToName(reaction));
  }, [client, reaction]);
  const names = reactorNames(reaction, people, ownId);
  const isOwn = react.isOwn(emoji);

  function onClick(event: MouseEvent<HTMLElement>): void {
    // The last one takes its chip along, and would take the focus too.
    if (isOwn && count === 1) event.currentTarget.closest<HTMLElement>('[data-message]')?.focus();
    react.toggle(emoji);
  }

  return (
    <button
      type="button"
      tabIndex={-1}
      className={`reaction ${isOwn ? 'reaction--own' : ''}`}
      aria-pressed={isOwn}
      aria-label={texts.conversation.reactedBy(emoji, count, names)}
      title={names}
      onClick={onClick}
    >
      <span className="reaction__emoji">{emoji}</span> <span className="reaction__count">{count}</span>
    </button>
  );
}
