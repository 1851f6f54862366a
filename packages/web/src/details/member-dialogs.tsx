import { useState } from 'react';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { texts } from '../texts/texts.ts';
import type { MemberAction } from './member-actions.ts';
import type { Member } from './use-members.ts';

export interface AskedAction {
  readonly member: Member;
  readonly action: MemberAction;
}

export interface MemberDialogsProps {
  readonly asked: AskedAction | undefined;
  readonly onClose: () => void;
  readonly onConfirm: (asked: AskedAction) => void;
}

/** Asks before somebody is removed, or the group changes hands. */
export function MemberDialogs({ asked, onClose, onConfirm }: MemberDialogsProps) {
  // The words stay while the dialog fades out.
  const [last, setLast] = useState(asked);
  if (asked !== undefined && asked !== last) setLast(asked);
  const shown = asked ?? last;
  if (shown === undefined) return null;
  const name = shown.member.user.display_name;
  const t = texts.details;
  const isHandOver = shown.action === 'hand_over';
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      onClose={onClose}
      title={isHandOver ? t.handOverTitle(name) : t.removeTitle(name)}
      action={isHandOver ? t.handOverAction : t.removeAction}
      onConfirm={() => onConfirm(shown)}
    >
      <p>{isHandOver ? t.handOverText(name) : t.removeText(name)}</p>
    </ConfirmDialog>
  );
}
