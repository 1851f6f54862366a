import { MessageMedia } from '../../media/message-media.tsx';
import { MessageText } from '../../message-text/message-text.tsx';
import { texts } from '../../texts/texts.ts';
import { formatClock, formatExact } from '../../time/format-time.ts';
import { AlbumView } from './album-view.tsx';
import { ReplyQuote } from './reply-quote.tsx';
import { wordsOf, type ShownMessage } from './shown-message.ts';
import { summarize } from './summarize.ts';
import { Tick, type TickState } from './tick.tsx';

export interface MessageBubbleProps {
  readonly message: ShownMessage;
  /** all pictures that stand together, from `message` on */
  readonly album: readonly ShownMessage[] | undefined;
  /** undefined for messages by others that are stored */
  readonly tick: TickState | undefined;
  /** this one, or one of the album, was just jumped to */
  readonly flashedId: string | undefined;
  /** the name on top of it, where it has one */
  readonly author: string | undefined;
}

/** What a message, or an album, says and carries. */
export function MessageBubble({ message, album, author, tick, flashedId }: MessageBubbleProps) {
  const shown = album ?? [message];
  const isGone = shown.every(({ isDeleted }) => isDeleted);
  const isEdited = shown.some((one) => one.isEdited && !one.isDeleted);
  const words = wordsOf(shown);
  const answered = shown.find(({ replyTo }) => replyTo !== null)?.replyTo ?? null;
  return (
    <div className={`message-row__bubble ${isGone ? '' : lookOf(message, words)}`}>
      {author !== undefined && <bdi className="message-row__author">{author}</bdi>}
      {answered !== null && !isGone && <ReplyQuote id={answered} />}
      {album === undefined && message.media !== null && (
        <MessageMedia message={message} media={message.media} />
      )}
      {album !== undefined && !isGone && <AlbumView messages={album} flashedId={flashedId} />}
      <div className="message-row__words">
        {words !== '' && <MessageText text={words} />}
        {(isGone || isEmpty(message)) && <p className="message-row__deleted">{summarize(message)}</p>}
        <span className="message-row__meta">
          {isEdited && <span>{texts.conversation.edited}</span>}
          <time
            dateTime={new Date(message.createdAtMs).toISOString()}
            title={formatExact(message.createdAtMs)}
          >
            {formatClock(message.createdAtMs)}
          </time>
          {tick !== undefined && !isGone && <Tick state={tick} />}
        </span>
      </div>
    </div>
  );
}

/** What somebody with a later version of this app sent, perhaps: nothing of it can be shown. */
function isEmpty({ content, media, isDeleted }: ShownMessage): boolean {
  return (content ?? '') === '' && media === null && !isDeleted;
}

/** How a bubble lies around what it carries; alone, a picture fills it, and its time stands on it. */
function lookOf({ contentType, media }: ShownMessage, words: string): string {
  if (contentType === 'image' || contentType === 'video')
    return `message-row__bubble--picture${words === '' ? '-alone' : ''}`;
  return media === null ? '' : 'message-row__bubble--card';
}
