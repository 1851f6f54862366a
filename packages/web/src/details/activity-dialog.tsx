import { useEffect, useRef, useState } from 'react';
import type { CallAnswer } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { formatExact, formatShort } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { MoreButton } from './more-button.tsx';
import { RowSkeletons } from './row-skeletons.tsx';
import { sortActivity, type ActivityColumn } from './sort-activity.ts';
import { usePagedList } from './use-paged-list.ts';

export type Activity = CallAnswer<'list_activity'>['members'][number];

const pageSize = 200;
const noActivity: readonly Activity[] = [];

/** Who has done how much in a group, and when last. */
export function ActivityDialog({ groupId, onClose }: ActivityDialogProps) {
  return (
    <Dialog isOpen onClose={onClose} title={texts.details.activity} width="wide">
      <ActivityTable groupId={groupId} />
    </Dialog>
  );
}

export interface ActivityDialogProps {
  readonly groupId: string;
  readonly onClose: () => void;
}

function ActivityTable({ groupId }: Pick<ActivityDialogProps, 'groupId'>) {
  const { client } = useApp();
  // Whatever is written moves the figures.
  const head = useSelected(client.conversation(groupId).view, ({ summary }) => summary?.last_seq);
  const list = usePagedList<Activity>(async (cursor) => {
    const query = cursor === undefined ? { limit: pageSize } : { limit: pageSize, cursor };
    const answer = await client.http('list_activity', { params: { group_id: groupId }, query });
    if (!answer.ok) return answer;
    return { ok: true, value: { items: answer.value.members, next: answer.value.next_cursor } };
  }, head);
  const [column, setColumn] = useState<ActivityColumn>('last_active');
  const box = useRef<HTMLDivElement>(null);
  const { items = noActivity, error, hasMore, isLoading } = list;
  useEffect(() => client.wantPeople(items.map(({ user_id }) => user_id)), [client, items]);
  const t = texts.details;
  if (list.items === undefined && error === undefined) return <RowSkeletons count={6} />;
  if (list.items === undefined && error !== undefined)
    return (
      <div className="details__failure" role="alert">
        <p>{error.message}</p>
        <Button onClick={() => void list.reload()}>{texts.app.tryAgain}</Button>
      </div>
    );
  const header = { sorted: column, onSort: setColumn };
  return (
    <div ref={box}>
      <table className="activity">
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            <SortHeader {...header} column="last_active" label={t.lastActive} />
            <SortHeader {...header} column="messages" label={t.messages} />
          </tr>
        </thead>
        <tbody>
          {sortActivity(items, column).map((row) => (
            <ActivityRow key={row.user_id} row={row} />
          ))}
        </tbody>
      </table>
      {hasMore && <MoreButton isLoading={isLoading} scroller={box} onMore={() => void list.loadMore()} />}
    </div>
  );
}

interface SortHeaderProps {
  readonly column: ActivityColumn;
  readonly label: string;
  readonly sorted: ActivityColumn;
  readonly onSort: (column: ActivityColumn) => void;
}

function SortHeader({ column, label, sorted, onSort }: SortHeaderProps) {
  const isSorted = column === sorted;
  return (
    <th scope="col" aria-sort={isSorted ? 'descending' : 'none'}>
      <button
        type="button"
        className="activity__sort"
        title={texts.details.sortBy(label)}
        onClick={() => onSort(column)}
      >
        {label}
        <span aria-hidden className="activity__arrow">
          {isSorted ? '↓' : ''}
        </span>
      </button>
    </th>
  );
}

function ActivityRow({ row }: { readonly row: Activity }) {
  const nowMs = useNow();
  const { name } = usePerson(row.user_id);
  const lastMs = row.last_active_at === null ? undefined : Date.parse(row.last_active_at);
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        {lastMs === undefined ? (
          texts.details.never
        ) : (
          <time dateTime={row.last_active_at ?? ''} title={formatExact(lastMs)}>
            {formatShort(lastMs, nowMs)}
          </time>
        )}
      </td>
      <td className="number">{row.message_count.toLocaleString(texts.time.locale)}</td>
    </tr>
  );
}
