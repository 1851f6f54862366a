import { Popover } from '@base-ui/react/popover';
import { useRef, useState, type RefObject } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { useBackCloses } from '../../device/use-back-closes.ts';
import { isTouch } from '../../device/use-page.ts';
import { EmojiPicker } from '../../emoji/emoji-picker.tsx';
import { texts } from '../../texts/texts.ts';

export interface EmojiPopoverProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly onPick: (emoji: string) => void;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
}

export function EmojiPopover({ anchor, onPick, onClosed }: EmojiPopoverProps) {
  const { localStore } = useApp();
  const [isOpen, setIsOpen] = useState(true);
  useBackCloses(isOpen, () => setIsOpen(false));
  const hasPicked = useRef(false);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen} onOpenChangeComplete={(open) => !open && onClosed()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          className="floating"
        >
          <Popover.Popup
            ref={popup}
            className="popover"
            // In the search it would raise the keyboard, which leaves two rows of emoji to see.
            {...(isTouch() ? { initialFocus: popup } : {})}
            aria-label={texts.conversation.emoji}
            // Who has picked one goes on writing.
            finalFocus={() => (hasPicked.current ? false : anchor.current)}
          >
            <EmojiPicker
              store={localStore}
              onPick={(emoji) => {
                hasPicked.current = true;
                setIsOpen(false);
                onPick(emoji);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
