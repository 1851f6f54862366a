import { trimTimeline } from '../timeline/apply-entries.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Conversation } from '../wire.ts';
import type { CellRecord, TimelineRecord } from './cell.ts';

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
export function recordTimeline(timeline: Timeline, keptItems: number): TimelineRecord {
  const { from, to, items } = trimTimeline(timeline, keptItems);
  return { from, to, items };
}
