import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** buttons at its foot */
  readonly actions?: ReactNode;
  readonly width?: 'narrow' | 'wide';
}

/** A dialog in front of everything; Esc, the backdrop and the cross close it. */
export function Dialog({ isOpen, onClose, title, children, actions, width = 'narrow' }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={`dialog dialog--${width}`}>
          <header className="dialog__header">
            <Base.Title className="dialog__title">{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label={texts.app.close} />} />
          </header>
          <div className="dialog__body">{children}</div>
          {actions !== undefined && <footer className="dialog__actions">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
