import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** what the button says that does it: a verb, not "OK" */
  readonly action: string;
  readonly onConfirm: () => void;
}

/** Asks before something that can't be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, children, action, onConfirm } = props;
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        {/* Also over another dialog, such as the details on a phone. */}
        <AlertDialog.Backdrop forceRender className="backdrop" />
        <AlertDialog.Popup className="dialog dialog--narrow">
          <header className="dialog__header">
            <AlertDialog.Title className="dialog__title">{title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className="dialog__body" render={<div />}>
            {children}
          </AlertDialog.Description>
          <footer className="dialog__actions">
            <AlertDialog.Close render={<Button>{texts.app.cancel}</Button>} />
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
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
