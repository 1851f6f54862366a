import { X } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../texts/texts.ts';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';
import { Modal, ModalClose, ModalTitle } from './modal.tsx';

/** The part of dialog.tsx that loads with the first one. */
export function OpenDialog(props: DialogProps) {
  const { isOpen, onClose, title, children, actions, finalFocus, width = 'narrow' } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      ref={popup}
      className={`dialog dialog--${width}`}
      finalFocus={finalFocus}
      // Not the cross, which comes first: its tooltip would open, and take the first Esc for itself.
      initialFocus={(opener) => (opener === 'touch' ? null : findField(popup.current)) ?? popup.current}
    >
      <header className="dialog__header">
        <ModalTitle className="dialog__title">{title}</ModalTitle>
        <ModalClose render={<IconButton icon={X} label={texts.app.close} />} />
      </header>
      <div className="dialog__body">{children}</div>
      {actions !== undefined && <footer className="dialog__actions">{actions}</footer>}
    </Modal>
  );
}

function findField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('.dialog__body :is(input, textarea):not(:disabled)') ?? null;
}
