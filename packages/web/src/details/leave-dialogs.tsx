import { useLocation } from 'wouter';
import type { Conversation, Result } from '@parley/client';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import type { GroupDialog } from './group-rows.tsx';

export interface LeaveDialogsProps {
  readonly summary: Conversation;
  readonly dialog: GroupDialog | undefined;
  readonly onCloseDialog: () => void;
  /** the group is left, or deleted */
  readonly onGone: () => void;
}

/** The two ways out of a group. Its owner first hands it over. GRP2 */
export function LeaveDialogs({ summary, dialog, onCloseDialog, onGone }: LeaveDialogsProps) {
  const { client } = useApp();
  const { call } = useCall();
  const [, navigate] = useLocation();
  const t = texts.details;
  const { role, member_count: count = 0 } = summary;
  const name = summary.name ?? '';
  const params = { group_id: summary.id };
  const isOwner = role === 'owner';

  async function go(asked: Promise<Result<null>>): Promise<void> {
    const answer = await call(asked);
    if (!answer.ok) return;
    onGone();
    navigate(patterns.home);
  }

  return (
    <>
      <Dialog
        isOpen={dialog === 'leave' && isOwner}
        onClose={onCloseDialog}
        title={t.handOverFirst}
        actions={<Button onClick={onCloseDialog}>{texts.app.close}</Button>}
      >
        <p>{count > 1 ? t.handOverFirstText : t.handOverAlone}</p>
      </Dialog>
      <ConfirmDialog
        isOpen={dialog === 'leave' && !isOwner}
        onClose={onCloseDialog}
        title={t.leaveTitle(name)}
        action={t.leaveAction}
        onConfirm={() => void go(client.http('leave_group', { params }))}
      >
        <p>{t.leaveText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={dialog === 'delete'}
        onClose={onCloseDialog}
        title={t.deleteTitle(name)}
        action={t.deleteGroup}
        onConfirm={() => void go(client.http('delete_group', { params }))}
      >
        <p>{t.deleteText(count)}</p>
      </ConfirmDialog>
    </>
  );
}
