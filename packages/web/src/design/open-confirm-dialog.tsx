import { AlertDialog } from '@base-ui/react/alert-dialog';
import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import type { ConfirmDialogProps } from './confirm-dialog.tsx';

/** The part of confirm-dialog.tsx that loads with the first one. */
export function OpenConfirmDialog(props: ConfirmDialogProps) {
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
