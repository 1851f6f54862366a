import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import type { ConfirmDialogProps } from './confirm-dialog.tsx';
import { Modal, ModalClose, ModalDescription, ModalTitle } from './modal.tsx';

/** The part of confirm-dialog.tsx that loads with the first one. */
export function OpenConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, children, action, onConfirm } = props;
  return (
    <Modal isQuestion isOpen={isOpen} onClose={onClose} className="dialog dialog--narrow">
      <header className="dialog__header">
        <ModalTitle className="dialog__title">{title}</ModalTitle>
      </header>
      <ModalDescription className="dialog__body" render={<div />}>
        {children}
      </ModalDescription>
      <footer className="dialog__actions">
        <ModalClose render={<Button>{texts.app.cancel}</Button>} />
        <Button
          look="danger"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </footer>
    </Modal>
  );
}
