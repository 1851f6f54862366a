import { useRef } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { OpenPopover } from '../../design/open-popover.tsx';
import { isTouch } from '../../device/use-page.ts';
import { EmojiPicker } from '../../emoji/emoji-picker.tsx';
import { texts } from '../../texts/texts.ts';

export interface EmojiPopoverProps {
  /** the button that was pressed */
  readonly anchor: HTMLElement;
  readonly onPick: (emoji: string) => void;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
}

export function EmojiPopover({ anchor, onPick, onClosed }: EmojiPopoverProps) {
  const { localStore } = useApp();
  const hasPicked = useRef(false);
  return (
    <OpenPopover
      anchor={anchor}
      align="start"
      gapPx={8}
      label={texts.conversation.emoji}
      // The keyboard would leave two rows of emoji to see.
      isQuiet={isTouch()}
      // Who has picked one goes on writing.
      finalFocus={() => (hasPicked.current ? false : anchor)}
      onClosed={onClosed}
    >
      {(close) => (
        <EmojiPicker
          store={localStore}
          onPick={(emoji) => {
            hasPicked.current = true;
            close();
            onPick(emoji);
          }}
        />
      )}
    </OpenPopover>
  );
}
