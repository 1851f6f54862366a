import { memo, useLayoutEffect, useRef } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { formatClock } from '../../time/format-time.ts';
import { useConversation } from '../conversation-context.tsx';
import { ReactionChips } from '../reactions/reaction-chips.tsx';
import { FailedNote } from './failed-note.tsx';
import { MessageBubble, type MessageBubbleProps } from './message-bubble.tsx';
import { RowActions } from './row-actions.tsx';
import type { ShownMessage } from './shown-message.ts';
import { summarize, summarizeAlbum } from './summarize.ts';
import { useMessagePress } from './use-message-press.ts';

export interface MessageRowProps extends Omit<MessageBubbleProps, 'author'> {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** the one row that Tab comes to */
  readonly isTabStop: boolean;
  /** Tab goes on inside it */
  readonly isEntered: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, album, isFirst, isLast, tick, isTabStop, isEntered, flashedId } = props;
  const { ownId, isGroup } = useConversation();
  const author = usePerson(message.from);
  const isOwn = message.from === ownId;
  const row = useInnerTabStops(isEntered, message);
  const press = useMessagePress(message, album);

  const classes = [
    'message-row',
    isOwn ? 'message-row--own' : 'message-row--other',
    isFirst && 'message-row--first',
    isLast && 'message-row--last',
    flashedId !== undefined && 'message-row--flashed',
  ];
  const name = isOwn ? texts.app.you : author.name;
  const isNamed = isGroup && !isOwn;
  return (
    <div
      ref={row}
      role="article"
      aria-label={`${name}, ${formatClock(message.createdAtMs)}: ${describe(message, album)}`}
      tabIndex={isTabStop ? 0 : -1}
      data-message={message.id}
      className={classes.filter(Boolean).join(' ')}
      {...press}
    >
      {isNamed && (
        <span className="message-row__avatar">
          {isLast && <Avatar id={message.from} name={name} url={author.user?.avatar_url} size={32} />}
        </span>
      )}
      <div className="message-row__column">
        <MessageBubble
          message={message}
          album={album}
          author={isNamed && isFirst ? name : undefined}
          tick={tick}
          flashedId={flashedId}
        />
        {message.reactions.length > 0 && album === undefined && <ReactionChips message={message} />}
        {message.state === 'failed' && <FailedNote message={message} />}
      </div>
      {!message.isDeleted && album === undefined && <RowActions message={message} />}
    </div>
  );
});

/** All there is to hear of a message, or an album, before it is entered. */
function describe(message: ShownMessage, album: readonly ShownMessage[] | undefined): string {
  const line = album === undefined ? summarize(message) : summarizeAlbum(album);
  const reactions = (album ?? [message]).flatMap((one) => one.reactions);
  if (reactions.length === 0) return line;
  const list = reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
  return texts.conversation.withReactions(line, list);
}

/** One tab stop for the whole list: what is inside of a message is reached only once it has been entered. */
function useInnerTabStops(isEntered: boolean, message: ShownMessage) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const set = (): void => {
      for (const inner of element.querySelectorAll<HTMLElement>('a, button, pre, input, video'))
        inner.tabIndex = isEntered ? 0 : -1;
    };
    set();
    // What it carries changes by itself: an upload ends, a video begins.
    const observer = new MutationObserver(set);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [isEntered, message]);
  return row;
}
