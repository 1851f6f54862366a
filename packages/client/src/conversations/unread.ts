import { sizes } from '@parley/protocol';
import type { Timeline } from '../timeline/timeline.ts';
import type { Conversation, Entry } from '../wire.ts';

/**
 * Messages by others after the read position, deleted and hidden ones apart; `sizes.unreadCount` means that many or
 * more. Undefined when the timeline does not reach back to the position: then only the server knows. RD2
 */
export function countUnread(timeline: Timeline, readSeq: number, userId: string): number | undefined {
  if (timeline.from > readSeq + 1) return undefined;
  let count = 0;
  for (let index = timeline.items.length - 1; index >= 0; index--) {
    const item = timeline.items[index];
    if (item === undefined || item.seq <= readSeq || count === sizes.unreadCount) break;
    if (item.kind === 'message' && item.message.from !== userId && item.message.deleted_at === null)
      count += 1;
  }
  return count;
}

export interface UnreadChange {
  /** the row as it was before */
  readonly before: Conversation;
  readonly timeline: Timeline;
  /** what has just been applied to the timeline */
  readonly applied: readonly Entry[];
  readonly userId: string;
}

/** Unread from the log where it reaches back far enough; else what was known, and what came since. RD2 */
export function unreadAfter({ before, timeline, applied, userId }: UnreadChange): number {
  const counted = countUnread(timeline, before.read_seq, userId);
  if (counted !== undefined) return counted;
  const others = applied.filter(
    ({ kind, seq, by, ...entry }) =>
      kind === 'message' && seq > before.last_seq && by !== userId && !('hidden' in entry),
  );
  return Math.min(sizes.unreadCount, before.unread + others.length);
}
