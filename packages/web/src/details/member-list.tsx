import { UserPlus } from 'lucide-react';
import { useMemo, useState, type RefObject } from 'react';
import type { Conversation } from '@parley/client';
import { Button } from '../design/button.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { useWatchedPeople } from '../people/use-presence.ts';
import { texts } from '../texts/texts.ts';
import { mayManage, type MemberAction } from './member-actions.ts';
import { MemberDialogs } from './member-dialogs.tsx';
import { MemberRow } from './member-row.tsx';
import { MoreButton } from './more-button.tsx';
import { RowSkeletons } from './row-skeletons.tsx';
import { sortMembers, type Member } from './use-members.ts';
import { useMemberAction } from './use-member-action.ts';
import type { ShownList } from './use-paged-list.ts';
import { VirtualRows } from './virtual-rows.tsx';

export interface MemberListProps {
  readonly summary: Conversation;
  readonly members: ShownList<Member>;
  /** what scrolls around it */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onAdd: () => void;
}

/** The server watches 500 people a socket; those of the newest conversations want room too. */
const watchedMembers = 200;
const noMembers: readonly Member[] = [];

export function MemberList({ summary, members, scroller, onAdd }: MemberListProps) {
  const { items = noMembers, hasMore, isLoading, error } = members;
  const { role: own = 'member', member_count: count = items.length } = summary;
  // Only a whole list is put in order: rows that are in view stay where they are while more come.
  const shown = useMemo(() => (hasMore ? items : sortMembers(items)), [items, hasMore]);
  const [asked, setAsked] = useState<{ readonly member: Member; readonly action: MemberAction }>();
  const act = useMemberAction(summary.id);
  useWatchedPeople(items.slice(0, watchedMembers).map(({ user }) => user.id));
  const t = texts.details;

  function choose(member: Member, action: MemberAction): void {
    if (action === 'hand_over' || action === 'remove') setAsked({ member, action });
    else void act(member, action);
  }

  return (
    <section className="members" aria-label={t.members}>
      <header className="members__header">
        <h3 className="members__title">
          {t.members} <span className="number members__count">{count}</span>
        </h3>
        {mayManage(own) && <IconButton icon={UserPlus} label={t.addPeople} onClick={onAdd} />}
      </header>
      {members.items === undefined && error === undefined && <RowSkeletons count={Math.min(count, 6)} />}
      {error !== undefined && members.items === undefined && (
        <div className="details__failure" role="alert">
          <p>{error.message}</p>
          <Button onClick={() => void members.reload()}>{texts.app.tryAgain}</Button>
        </div>
      )}
      <VirtualRows items={shown} keyOf={({ user }) => user.id} scroller={scroller}>
        {(member) => <MemberRow member={member} own={own} onChoose={choose} />}
      </VirtualRows>
      {hasMore && (
        <MoreButton isLoading={isLoading} scroller={scroller} onMore={() => void members.loadMore()} />
      )}
      <MemberDialogs
        asked={asked}
        onClose={() => setAsked(undefined)}
        onConfirm={({ member, action }) => void act(member, action)}
      />
    </section>
  );
}
