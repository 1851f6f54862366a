import { MoreHorizontal, Reply, SmilePlus } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from './shown-message.ts';

/** Beside a message, while the pointer or the keyboard is on it. Plain buttons: every row has them. */
export function RowActions({ message }: { readonly message: ShownMessage }) {
  const { reply, react, openMenu } = useConversation();
  const t = texts.conversation;
  return (
    <div className="row-actions">
      {message.state === 'sent' && (
        <button
          type="button"
          tabIndex={-1}
          className="row-actions__button"
          aria-label={t.react}
          title={t.react}
          aria-haspopup="dialog"
          onClick={(event) => react(message, event.currentTarget)}
        >
          <SmilePlus aria-hidden size={17} />
        </button>
      )}
      {message.state === 'sent' && (
        <button
          type="button"
          tabIndex={-1}
          className="row-actions__button"
          aria-label={t.reply}
          title={t.reply}
          onClick={() => reply(message)}
        >
          <Reply aria-hidden size={17} />
        </button>
      )}
      <button
        type="button"
        tabIndex={-1}
        className="row-actions__button"
        aria-label={t.actions}
        title={t.actions}
        aria-haspopup="menu"
        onClick={(event) => openMenu(message, event.currentTarget)}
      >
        <MoreHorizontal aria-hidden size={17} />
      </button>
    </div>
  );
}
