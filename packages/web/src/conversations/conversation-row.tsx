import { BellOff, EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import type { Conversation } from '@parley/client';
import { Link } from 'wouter';
import { addressOf } from '../app/addresses.ts';
import { Avatar } from '../design/avatar.tsx';
import { avatarIdOf, conversationName } from '../people/conversation-name.ts';
import { useAvatarUrl, useOwnId } from '../people/use-person.ts';
import { usePresence } from '../people/use-presence.ts';
import { texts } from '../texts/texts.ts';
import { formatExact, formatShort } from '../time/format-time.ts';
import { PreviewText } from './preview-text.tsx';
import { unreadText } from './preview-line.ts';
import { rowLabel } from './row-label.ts';
import { useIsMuted } from './use-is-muted.ts';
import { usePreview } from './use-preview.ts';

export interface ConversationRowProps {
  readonly conversation: Conversation;
  /** its screen is in view */
  readonly isCurrent: boolean;
  /** the one row that the Tab key reaches */
  readonly isTabStop: boolean;
  /** when today began, UTC ms */
  readonly dayMs: number;
  readonly isMenuOpen: boolean;
  readonly onMenu: (conversation: Conversation, button: HTMLElement) => void;
}

/** One conversation in the list: a link to it, and a button with what else can be done. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isCurrent, isTabStop, dayMs, isMenuOpen, onMenu } = props;
  const { id, unread, marked_unread: isMarkedUnread, peer } = conversation;
  const ownId = useOwnId();
  const avatarUrl = useAvatarUrl(conversation);
  const isMuted = useIsMuted(conversation);
  const isOnline = usePresence(peer?.id)?.status === 'online' && peer?.id !== ownId;
  const { line, atMs } = usePreview(conversation);
  const name = conversationName(conversation, ownId);
  const time = atMs === undefined ? undefined : formatShort(atMs, dayMs);
  const exactTime = atMs === undefined ? undefined : formatExact(atMs);
  return (
    <div
      className="conversation-row"
      data-conversation={id}
      data-unread={unread > 0 || isMarkedUnread}
      title={exactTime}
    >
      <Link
        href={addressOf(id)}
        className="conversation-row__link"
        aria-current={isCurrent ? 'page' : undefined}
        aria-description={exactTime}
        tabIndex={isTabStop ? 0 : -1}
        draggable={false}
      >
        {/* One picture, and all that it shows in words: a label on the link would differ from the text inside of it. */}
        <span
          role="img"
          aria-label={rowLabel({ name, unread, isMarkedUnread, isMuted, isOnline, time, line })}
          className="conversation-row__content"
        >
          <Avatar id={avatarIdOf(conversation)} name={name} url={avatarUrl} size={44} isOnline={isOnline} />
          <span className="conversation-row__body">
            <span className="conversation-row__line">
              <span className="conversation-row__name" dir="auto">
                {name}
              </span>
              {isMuted && <BellOff size={14} className="conversation-row__muted" />}
              <time className="conversation-row__time">{time}</time>
            </span>
            <span className="conversation-row__line">
              <PreviewText line={line} />
              <UnreadBadge unread={unread} isMarked={isMarkedUnread} isMuted={isMuted} />
            </span>
          </span>
        </span>
      </Link>
      <MoreButton name={name} isOpen={isMenuOpen} onPress={(button) => onMenu(conversation, button)} />
    </div>
  );
});

interface MoreButtonProps {
  readonly name: string;
  readonly isOpen: boolean;
  readonly onPress: (button: HTMLElement) => void;
}

/** Reached from the link beside it by the right arrow: the list is one tab stop. */
function MoreButton({ name, isOpen, onPress }: MoreButtonProps) {
  return (
    <button
      type="button"
      className="icon-button conversation-row__more"
      aria-label={texts.conversations.rowMenu(name)}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      data-popup-open={isOpen ? '' : undefined}
      title={texts.app.more}
      tabIndex={-1}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <EllipsisVertical aria-hidden size={18} />
    </button>
  );
}

interface UnreadBadgeProps {
  readonly unread: number;
  readonly isMarked: boolean;
  readonly isMuted: boolean;
}

function UnreadBadge({ unread, isMarked, isMuted }: UnreadBadgeProps) {
  if (unread === 0 && !isMarked) return null;
  const look = `badge ${isMuted ? 'badge--muted' : ''}`;
  if (unread === 0) return <span className={`${look} conversation-row__dot`} />;
  return <span className={look}>{unreadText(unread)}</span>;
}
