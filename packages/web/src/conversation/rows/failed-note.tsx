import { useApp } from '../../app/app-context.tsx';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from './shown-message.ts';

/** Why a message was refused, and the three ways out. */
export function FailedNote({ message }: { readonly message: ShownMessage }) {
  const { client } = useApp();
  const { edit } = useConversation();
  const t = texts.conversation;
  return (
    <div className="failed-note" role="alert">
      <p>{message.error?.message ?? t.failed}</p>
      <button type="button" className="failed-note__button" onClick={() => void client.resend(message.id)}>
        {t.resend}
      </button>
      {message.content !== null && (
        <button type="button" className="failed-note__button" onClick={() => edit(message)}>
          {t.editFailed}
        </button>
      )}
      <button type="button" className="failed-note__button" onClick={() => void client.discard(message.id)}>
        {t.discard}
      </button>
    </div>
  );
}
