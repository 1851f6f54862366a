import { useApp } from '../../app/app-context.tsx';
import { useSelected } from '../../app/use-observable.ts';
import { conversationName } from '../../people/conversation-name.ts';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';

/** Above the first message there is. */
export function StartRow() {
  const { client } = useApp();
  const { handle, ownId, isGroup } = useConversation();
  const summary = useSelected(handle.view, (view) => view.summary);
  const isNotes = summary?.peer?.id === client.userId();
  const t = texts.conversation;
  if (summary === undefined) return <p className="start-row" />;
  const name = conversationName(summary, ownId);
  return (
    <p className="start-row">
      {isNotes ? t.beginningNotes : isGroup ? t.beginningGroup(name) : t.beginning(name)}
    </p>
  );
}
