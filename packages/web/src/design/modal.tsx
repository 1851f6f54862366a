import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog } from '@base-ui/react/dialog';
import { useBackCloses } from '../device/use-back-closes.ts';

export interface ModalProps extends Dialog.Popup.Props {
  readonly isOpen: boolean;
  /** Esc, Back, a press beside it or a `ModalClose` within: it must close. Without it there is no way past. */
  readonly onClose?: () => void;
  /** to be answered: a press beside it does nothing */
  readonly isQuestion?: boolean;
}

/** Whatever stands in front of everything is made of this. The other properties are those of the box itself. */
export function Modal({ isOpen, onClose, isQuestion = false, ...popup }: ModalProps) {
  useBackCloses(isOpen && onClose !== undefined, () => onClose?.());
  const Root = isQuestion ? AlertDialog.Root : Dialog.Root;
  return (
    <Root
      open={isOpen}
      onOpenChange={(_isOpen, { cancel }) => {
        if (onClose === undefined) cancel();
        else onClose();
      }}
    >
      <Dialog.Portal>
        {/* Also over another one, such as the details on a phone. */}
        <Dialog.Backdrop forceRender className="backdrop" />
        <Dialog.Popup {...popup} />
      </Dialog.Portal>
    </Root>
  );
}

/** Its name, for screen readers too. */
export const ModalTitle = Dialog.Title;
/** What it says, where that is short, for screen readers too. */
export const ModalDescription = Dialog.Description;
/** A button that closes it. */
export const ModalClose = Dialog.Close;
