import type { ConversationView } from './conversation-view.ts';

/** How far a stored message of one's own has come; what is not stored yet is in the outbox. */
export type Tick = 'stored' | 'delivered' | 'read';

/** In a group: how far it has come with everybody else; positions that this device was not told count as nothing. */
export function tickOf(
  seq: number,
  { summary, positions }: Pick<ConversationView, 'summary' | 'positions'>,
  userId: string,
): Tick {
  if (summary?.type === 'direct') {
    if ((summary.peer_read_seq ?? 0) >= seq) return 'read';
    return (summary.peer_delivered_seq ?? 0) >= seq ? 'delivered' : 'stored';
  }
  const others = [...positions].filter(([user]) => user !== userId).map(([, known]) => known);
  const isEverybody = others.length > 0 && others.length >= (summary?.member_count ?? Infinity) - 1;
  if (!isEverybody) return 'stored';
  if (others.every(({ readSeq }) => readSeq >= seq)) return 'read';
  return others.every(({ deliveredSeq }) => deliveredSeq >= seq) ? 'delivered' : 'stored';
}
