import { SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { OpenPopover } from '../../design/open-popover.tsx';
import type { Anchor } from '../../design/use-anchor.ts';
import { isTouch } from '../../device/use-page.ts';
import { EmojiPicker } from '../../emoji/emoji-picker.tsx';
import { texts } from '../../texts/texts.ts';
import { findRow } from '../rows/find-row.ts';
import type { ShownMessage } from '../rows/shown-message.ts';
import { quickEmoji } from './quick-emoji.ts';
import { useReact } from './use-react.ts';

export interface ReactionPopoverProps {
  readonly message: ShownMessage;
  readonly anchor: Anchor;
  /** all emoji at once, not the few that are likely */
  readonly isWhole: boolean;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
}

/** A few likely emoji, and behind the last button all of them. */
export function ReactionPopover({ message, anchor, isWhole, onClosed }: ReactionPopoverProps) {
  const { localStore } = useApp();
  const react = useReact(message);
  const [isPicking, setIsPicking] = useState(isWhole);
  return (
    <OpenPopover
      anchor={anchor}
      gapPx={6}
      label={texts.conversation.react}
      isQuiet={isPicking && isTouch()}
      finalFocus={() => findPlace(message.id, anchor)}
      onClosed={onClosed}
    >
      {(close) => {
        const pick = (emoji: string): void => {
          close();
          react.toggle(emoji);
        };
        return isPicking ? (
          <EmojiPicker store={localStore} onPick={pick} />
        ) : (
          <ReactionBar isOwn={react.isOwn} onPick={pick} onMore={() => setIsPicking(true)} />
        );
      }}
    </OpenPopover>
  );
}

interface ReactionBarProps {
  readonly isOwn: (emoji: string) => boolean;
  readonly onPick: (emoji: string) => void;
  readonly onMore: () => void;
}

function ReactionBar({ isOwn, onPick, onMore }: ReactionBarProps) {
  const { localStore } = useApp();
  const t = texts.conversation;
  return (
    <div className="reaction-bar">
      {quickEmoji(localStore).map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="reaction-bar__button"
          aria-pressed={isOwn(emoji)}
          aria-label={t.reactWith(emoji)}
          title={t.reactWith(emoji)}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        className="reaction-bar__button"
        aria-label={t.moreEmoji}
        title={t.moreEmoji}
        onClick={onMore}
      >
        <SmilePlus aria-hidden size={20} />
      </button>
    </div>
  );
}

/** Back to the button that was pressed, or where there was none to the message. */
function findPlace(id: string, anchor: Anchor): HTMLElement | null {
  if (anchor instanceof HTMLElement && anchor.isConnected) return anchor;
  return findRow(id) ?? null;
}
