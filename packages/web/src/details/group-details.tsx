import { useRef, useState } from 'react';
import type { Conversation } from '@parley/client';
import { texts } from '../texts/texts.ts';
import { ActivityDialog } from './activity-dialog.tsx';
import { AddPeopleDialog } from './add-people-dialog.tsx';
import { EditGroupDialog } from './edit-group-dialog.tsx';
import { GroupRows, type GroupDialog } from './group-rows.tsx';
import { Identity } from './identity.tsx';
import { LeaveDialogs } from './leave-dialogs.tsx';
import { MemberList } from './member-list.tsx';
import { useMembers } from './use-members.ts';

export interface GroupDetailsProps {
  readonly summary: Conversation;
  readonly onClose: () => void;
}

/** A group: what it is called, what one may do with it, and who is in it. */
export function GroupDetails({ summary, onClose }: GroupDetailsProps) {
  const members = useMembers(summary.id);
  const [dialog, setDialog] = useState<GroupDialog>();
  const body = useRef<HTMLDivElement>(null);
  const { id, description = '', discoverable = false, member_count: count = 0, role = 'member' } = summary;
  const name = summary.name ?? '';
  const t = texts.details;
  const closeDialog = (): void => setDialog(undefined);
  return (
    <div className="details__body" ref={body}>
      <Identity avatarId={id} avatarUrl={summary.avatar_url} name={name}>
        <p className="identity__line">
          {t.memberCount(count)} · {t.yourRole[role]}
        </p>
        {description !== '' && (
          <p className="identity__description" dir="auto">
            {description}
          </p>
        )}
        {discoverable && <p className="identity__line">{t.discoverable}</p>}
      </Identity>
      <GroupRows summary={summary} onOpen={setDialog} />
      <MemberList summary={summary} members={members} scroller={body} onAdd={() => setDialog('add')} />
      {dialog === 'edit' && <EditGroupDialog summary={summary} onClose={closeDialog} />}
      {dialog === 'add' && (
        <AddPeopleDialog groupId={id} members={members.items ?? []} onClose={closeDialog} />
      )}
      {dialog === 'activity' && <ActivityDialog groupId={id} onClose={closeDialog} />}
      <LeaveDialogs summary={summary} dialog={dialog} onCloseDialog={closeDialog} onGone={onClose} />
    </div>
  );
}
