import { limits, sizes } from '@parley/protocol';
import type { Http } from '../http/http.ts';
import type { People } from '../live/people.ts';
import type { Cell } from './cell.ts';

export interface MemberPositionsOptions {
  readonly id: string;
  readonly cell: () => Cell;
  readonly http: Http;
  readonly people: Pick<People, 'learn'>;
}

/**
 * Asks how far each member of a group has come, for ticks: receipts tell only of what moves while one is connected.
 * Groups too large for receipts are left alone.
 */
export function createMemberPositions({
  id,
  cell,
  http,
  people,
}: MemberPositionsOptions): () => Promise<void> {
  return async () => {
    const { summary } = cell().state.getSnapshot();
    if (summary?.type !== 'group' || (summary.member_count ?? Infinity) > sizes.receiptMembers) return;
    const query = { limit: String(limits.page) };
    const answer = await http('list_members', { params: { group_id: id }, query });
    if (!answer.ok) return;
    people.learn(answer.value.members.map(({ user }) => user));
    for (const { user, read_seq, delivered_seq } of answer.value.members)
      cell().advance(user.id, { readSeq: read_seq, deliveredSeq: delivered_seq });
  };
}
