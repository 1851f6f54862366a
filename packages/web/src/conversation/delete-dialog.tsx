import type { Role } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { useConversation } from './conversation-context.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

export interface DeleteDialogProps {
  readonly message: ShownMessage | undefined;
  readonly onClose: () => void;
}

/** For oneself, or for everybody where one may. */
export function DeleteDialog({ message, onClose }: DeleteDialogProps) {
  const { notices } = useApp();
  const { handle, ownId } = useConversation();
  const role = useSelected(handle.view, ({ summary }) => summary?.role);
  const t = texts.conversation;
  const isForEveryone =
    message !== undefined && !message.isDeleted && mayDeleteForEveryone(message.from === ownId, role);

  async function remove(deleteFor: 'me' | 'everyone'): Promise<void> {
    onClose();
    const answer = message === undefined ? undefined : await handle.remove(message.id, deleteFor);
    if (answer?.ok === false) notices.say(answer.error.message);
  }

  return (
    <Dialog
      isOpen={message !== undefined}
      onClose={onClose}
      title={t.deleteTitle}
      actions={
        <>
          <Button onClick={() => void remove('me')}>{t.deleteForMe}</Button>
          {isForEveryone && (
            <Button look="danger" onClick={() => void remove('everyone')}>
              {t.deleteForEveryone}
            </Button>
          )}
        </>
      }
    >
      <p>{t.deleteForMeHint}</p>
      {isForEveryone && (
        <p>{message.media === null ? t.deleteForEveryoneHint : t.deleteFileForEveryoneHint}</p>
      )}
    </Dialog>
  );
}

/** GRP2, as far as the button goes; the server judges. */
function mayDeleteForEveryone(isOwn: boolean, role: Role | undefined): boolean {
  return isOwn || role === 'admin' || role === 'owner';
}
