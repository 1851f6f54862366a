import { ChartNoAxesColumn, LogOut, Pencil, Trash2 } from 'lucide-react';
import type { Conversation } from '@parley/client';
import { texts } from '../texts/texts.ts';
import { ConversationRows } from './conversation-rows.tsx';
import { DetailsRow } from './details-row.tsx';
import { mayManage } from './member-actions.ts';

export type GroupDialog = 'edit' | 'add' | 'activity' | 'leave' | 'delete';

export interface GroupRowsProps {
  readonly summary: Conversation;
  readonly onOpen: (dialog: GroupDialog) => void;
}

export function GroupRows({ summary, onOpen }: GroupRowsProps) {
  const { role = 'member' } = summary;
  const t = texts.details;
  return (
    <div className="details__rows">
      <ConversationRows summary={summary} />
      <DetailsRow icon={ChartNoAxesColumn} label={t.activity} onClick={() => onOpen('activity')} />
      {mayManage(role) && <DetailsRow icon={Pencil} label={t.edit} onClick={() => onOpen('edit')} />}
      <DetailsRow icon={LogOut} label={t.leave} isDanger onClick={() => onOpen('leave')} />
      {role === 'owner' && (
        <DetailsRow icon={Trash2} label={t.deleteGroup} isDanger onClick={() => onOpen('delete')} />
      )}
    </div>
  );
}
