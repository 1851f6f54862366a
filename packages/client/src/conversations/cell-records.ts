import type { Timeline } from '../timeline/timeline.ts';
import type { Conversation } from '../wire.ts';
import type { CellRecord, TimelineRecord } from './cell.ts';

/** Newest items that the storage keeps of each conversation. */
const keptItems = 300;

export function recordCell(cell: {
  readonly id: string;
  readonly summary: Conversation;
  readonly heldSeq: number;
  readonly unsentReadSeq: number | undefined;
}): CellRecord {
  const { unsentReadSeq, ...rest } = cell;
  return unsentReadSeq === undefined ? rest : { ...rest, unsentReadSeq };
}

/** The newest part of a timeline: enough to show the conversation before the network answers. */
export function recordTimeline({ from, to, items }: Timeline): TimelineRecord {
  const kept = items.slice(-keptItems);
  const first = kept[0];
  return { from: items.length > keptItems && first !== undefined ? first.seq : from, to, items: kept };
}
