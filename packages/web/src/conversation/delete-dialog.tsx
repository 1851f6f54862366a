import { useRef } from 'react';
import type { Role } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { useConversation } from './conversation-context.tsx';
import { findRow } from './rows/find-row.ts';
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
  const removed = useRef<string>(undefined);
  const t = texts.conversation;
  const isForEveryone =
    message !== undefined && !message.isDeleted && mayDeleteForEveryone(message.from === ownId, role);

  async function remove(deleteFor: 'me' | 'everyone'): Promise<void> {
    onClose();
    if (message === undefined) return;
    removed.current = message.id;
    const answer = await handle.remove(message.id, deleteFor);
    if (!answer.ok) notices.say(answer.error.message);
  }

  return (
    <Dialog
      isOpen={message !== undefined}
      onClose={() => {
        removed.current = undefined;
        onClose();
      }}
      title={t.deleteTitle}
      finalFocus={(closedBy) =>
        removed.current === undefined || closedBy === 'touch' ? null : findPlace(removed.current)
      }
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

/** What had the focus may be gone by now: the row of a message that was deleted, or the one at its place. */
function findPlace(id: string): HTMLElement | null {
  return findRow(id) ?? document.querySelector<HTMLElement>('[data-message][tabindex="0"]');
}

/** GRP2, as far as the button goes; the server judges. */
function mayDeleteForEveryone(isOwn: boolean, role: Role | undefined): boolean {
  return isOwn || role === 'admin' || role === 'owner';
}
