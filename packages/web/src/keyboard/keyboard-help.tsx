import { useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { ShortcutList } from './shortcut-list.tsx';
import { useAppKeys } from './use-app-keys.ts';

/** The keys of the app, on `?`. */
export function KeyboardHelp() {
  const [isOpen, setIsOpen] = useState(false);
  useAppKeys(() => setIsOpen(true));
  return (
    <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={texts.keyboard.title} width="wide">
      <ShortcutList />
    </Dialog>
  );
}
