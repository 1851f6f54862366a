import type { Conversation } from '@parley/client';
import { useLocation } from 'wouter';
import { addressOf, patterns } from '../app/addresses.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { useConversationActions } from './use-conversation-actions.ts';

export interface LeaveDialogProps {
  /** the group to leave */
  readonly group: Conversation;
  /** its screen is in view */
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before somebody leaves a group; its owner is told what comes first. */
export function LeaveDialog({ group, isCurrent, isOpen, onClose }: LeaveDialogProps) {
  const { leave } = useConversationActions();
  const [, navigate] = useLocation();
  const t = texts.conversations;
  const name = group.name ?? texts.app.somebody;

  async function confirm(): Promise<void> {
    if ((await leave(group)) && isCurrent) navigate(patterns.home);
  }

  function openGroup(): void {
    onClose();
    navigate(addressOf(group.id));
  }

  if (group.role === 'owner')
    return (
      <Dialog
        isOpen={isOpen}
        onClose={onClose}
        title={t.leaveOwnerTitle}
        actions={
          <Button look="primary" onClick={openGroup}>
            {t.openGroup}
          </Button>
        }
      >
        <p>{t.leaveOwnerText(name)}</p>
      </Dialog>
    );
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t.leaveTitle(name)}
      action={t.leaveAction}
      onConfirm={() => void confirm()}
    >
      <p>{t.leaveText}</p>
    </ConfirmDialog>
  );
}
