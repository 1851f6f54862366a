import { Ban, MoreHorizontal } from 'lucide-react';
import { MessageMedia } from '../../media/message-media.tsx';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';
import { ReactionChips } from '../reactions/reaction-chips.tsx';
import { columnsOf } from './album.ts';
import type { ShownMessage } from './shown-message.ts';

export interface AlbumViewProps {
  readonly messages: readonly ShownMessage[];
  /** just jumped to */
  readonly flashedId: string | undefined;
}

/** Photos and videos that were sent together: each is a message, with a menu and reactions of its own. */
export function AlbumView({ messages, flashedId }: AlbumViewProps) {
  const { openMenu } = useConversation();
  const label = texts.conversation.actions;
  return (
    <div className="album">
      {messages.map((message, index) => (
        <div
          key={message.id}
          className={`album__tile ${message.id === flashedId ? 'album__tile--flashed' : ''}`}
          data-tile={message.id}
          data-columns={columnsOf(index, messages.length)}
        >
          {message.media === null ? (
            <span className="album__deleted" role="img" aria-label={texts.conversation.deleted}>
              <Ban aria-hidden size={20} />
            </span>
          ) : (
            <MessageMedia message={message} media={message.media} isTile />
          )}
          {message.reactions.length > 0 && <ReactionChips message={message} />}
          {message.state === 'sent' && !message.isDeleted && (
            <button
              type="button"
              className="media-box__corner album__actions"
              aria-label={label}
              title={label}
              aria-haspopup="menu"
              onClick={(event) => openMenu(message, event.currentTarget)}
            >
              <MoreHorizontal aria-hidden size={17} />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
