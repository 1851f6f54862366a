import { sizes } from '@parley/protocol';
import type { Timeline } from '../timeline/timeline.ts';

/**
 * Messages by others after the read position, deleted and hidden ones apart; `sizes.unreadCount` means that many or
 * more. Undefined when the timeline does not reach back to the position: then only the server knows. RD2
 */
export function countUnread(timeline: Timeline, readSeq: number, userId: string): number | undefined {
  if (timeline.from > readSeq + 1) return undefined;
  let count = 0;
  for (const item of timeline.items.toReversed()) {
    if (item.seq <= readSeq || count === sizes.unreadCount) break;
    if (item.kind === 'message' && item.message.from !== userId && item.message.deleted_at === null)
      count += 1;
  }
  return count;
}
