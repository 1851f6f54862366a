import { Popover } from '@base-ui/react/popover';
import { SmilePlus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useApp } from '../../app/app-context.tsx';
import type { MenuAnchor } from '../../design/menu.tsx';
import { useBackCloses } from '../../device/use-back-closes.ts';
import { isTouch } from '../../device/use-page.ts';
import { EmojiPicker } from '../../emoji/emoji-picker.tsx';
import { texts } from '../../texts/texts.ts';
import { findRow } from '../rows/find-row.ts';
import type { ShownMessage } from '../rows/shown-message.ts';
import { quickEmoji } from './quick-emoji.ts';
import { useReact } from './use-react.ts';

export interface ReactionPopoverProps {
  readonly message: ShownMessage;
  readonly anchor: MenuAnchor;
  /** all emoji at once, not the few that are likely */
  readonly isWhole: boolean;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
}

/** A few likely emoji, and behind the last button all of them. */
export function ReactionPopover({ message, anchor, isWhole, onClosed }: ReactionPopoverProps) {
  const { localStore } = useApp();
  const react = useReact(message);
  const [isOpen, setIsOpen] = useState(true);
  useBackCloses(isOpen, () => setIsOpen(false));
  const [isPicking, setIsPicking] = useState(isWhole);
  const popup = useRef<HTMLDivElement>(null);
  const place = useMemo(
    () =>
      anchor instanceof Element
        ? anchor
        : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) },
    [anchor],
  );
  const pick = (emoji: string): void => {
    setIsOpen(false);
    react.toggle(emoji);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen} onOpenChangeComplete={(open) => !open && onClosed()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={place}
          side="top"
          sideOffset={6}
          collisionPadding={8}
          className="floating"
        >
          <Popover.Popup
            ref={popup}
            className="popover"
            aria-label={texts.conversation.react}
            {...(isPicking && isTouch() ? { initialFocus: popup } : {})}
            finalFocus={() => findPlace(message.id, anchor)}
          >
            {isPicking ? (
              <EmojiPicker store={localStore} onPick={pick} />
            ) : (
              <div className="reaction-bar">
                {quickEmoji(localStore).map((emoji) => (
                  <button
                    key={emoji}
                    type="button"
                    className="reaction-bar__button"
                    aria-pressed={react.isOwn(emoji)}
                    aria-label={texts.conversation.reactWith(emoji)}
                    title={texts.conversation.reactWith(emoji)}
                    onClick={() => pick(emoji)}
                  >
                    {emoji}
                  </button>
                ))}
                <button
                  type="button"
                  className="reaction-bar__button"
                  aria-label={texts.conversation.moreEmoji}
                  title={texts.conversation.moreEmoji}
                  onClick={() => setIsPicking(true)}
                >
                  <SmilePlus aria-hidden size={20} />
                </button>
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Back to the button that was pressed, or where there was none to the message. */
function findPlace(id: string, anchor: MenuAnchor): HTMLElement | null {
  if (anchor instanceof HTMLElement && anchor.isConnected) return anchor;
  return findRow(id) ?? null;
}
