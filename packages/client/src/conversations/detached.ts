import { addPage, type Page } from '../timeline/apply-entries.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Entry } from '../wire.ts';
import type { CellState } from './cell.ts';

/**
 * A detached stretch that has reached the newest one becomes part of it. One that is ahead of what this device has
 * caught up with stays by itself until that has come as far: it is shown meanwhile, and entries only follow in order.
 */
export function joinDetached(detached: Timeline, timeline: Timeline | undefined): Partial<CellState> {
  if (timeline === undefined || detached.to < timeline.from - 1 || detached.to > timeline.to)
    return { detached };
  const entries = detached.items.flatMap((item): Entry[] => {
    if (item.kind === 'system') return [item.entry];
    const { message, seq } = item;
    return [
      {
        kind: 'message',
        conversation: message.conversation,
        seq,
        at: message.created_at,
        by: message.from,
        message,
      },
    ];
  });
  const page = { from: detached.from, to: detached.to, entries };
  return { detached: undefined, timeline: addPage(beginAt(timeline, detached.from), page) };
}

/** The place in view stays where entries are added at its end alone: what was held before it comes back by pages. */
function beginAt(timeline: Timeline, from: number): Timeline {
  if (from <= timeline.from) return timeline;
  return { ...timeline, from, items: timeline.items.filter(({ seq }) => seq >= from) };
}

/** A page up to `to`: what the newest stretch has not applied reaches it in order, by events or catching up. SEQ2 */
export function endPage(page: Page, to: number): Page {
  if (page.to <= to) return page;
  return { from: page.from, to, entries: page.entries.filter(({ seq }) => seq <= to) };
}
