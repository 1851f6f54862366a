import { useLocation } from 'wouter';
import type { Conversation, Result } from '@parley/client';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { LeaveDialog } from '../conversations/leave-dialog.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { texts } from '../texts/texts.ts';
import type { GroupDialog } from './group-rows.tsx';

export interface LeaveDialogsProps {
  readonly summary: Conversation;
  readonly dialog: GroupDialog | undefined;
  readonly onCloseDialog: () => void;
  /** the group is deleted */
  readonly onGone: () => void;
}

/** The two ways out of a group: to leave it, and for its owner to delete it. GRP2 */
export function LeaveDialogs({ summary, dialog, onCloseDialog, onGone }: LeaveDialogsProps) {
  const { client } = useApp();
  const { call } = useCall();
  const [, navigate] = useLocation();
  const t = texts.details;
  const { member_count: count = 0 } = summary;
  const name = summary.name ?? '';
  const params = { group_id: summary.id };

  async function go(asked: Promise<Result<null>>): Promise<void> {
    const answer = await call(asked);
    if (!answer.ok) return;
    onGone();
    navigate(patterns.home);
  }

  return (
    <>
      <LeaveDialog group={summary} isCurrent isOpen={dialog === 'leave'} onClose={onCloseDialog} />
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
