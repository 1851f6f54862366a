import { Popover } from '@base-ui/react/popover';
import { Smile } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';

const EmojiPicker = lazy(async () => ({
  default: (await import('../../emoji/emoji-picker.tsx')).EmojiPicker,
}));

export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { localStore } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger render={<IconButton icon={Smile} label={texts.conversation.emoji} />} />
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={8} collisionPadding={8} className="floating">
          <Popover.Popup className="popover" aria-label={texts.conversation.emoji}>
            <Suspense fallback={<div className="emoji-picker" />}>
              <EmojiPicker
                store={localStore}
                onPick={(emoji) => {
                  setIsOpen(false);
                  onPick(emoji);
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
