import { Smile } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';

const EmojiPopover = lazy(async () => ({ default: (await import('./emoji-popover.tsx')).EmojiPopover }));

/** The picker, and what it stands in, load when it is asked for. */
export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        icon={Smile}
        label={texts.conversation.emoji}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
      />
      {isOpen && (
        <Suspense>
          <EmojiPopover anchor={button} onPick={onPick} onClosed={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
