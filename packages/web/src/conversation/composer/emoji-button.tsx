import { Smile } from 'lucide-react';
import { useState } from 'react';
import { late } from '../../design/late.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';

const EmojiPopover = late(async () => (await import('./emoji-popover.tsx')).EmojiPopover);

/** The picker, and what it stands in, load when it is asked for. */
export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const [button, setButton] = useState<HTMLElement>();
  return (
    <>
      <IconButton
        icon={Smile}
        label={texts.conversation.emoji}
        aria-haspopup="dialog"
        aria-expanded={button !== undefined}
        onClick={({ currentTarget }) => setButton(currentTarget)}
      />
      {button !== undefined && (
        <EmojiPopover anchor={button} onPick={onPick} onClosed={() => setButton(undefined)} />
      )}
    </>
  );
}
