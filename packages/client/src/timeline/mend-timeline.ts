import { hideAll, isSame, itemsOf, reviseItems, type Page } from './apply-entries.ts';
import type { Timeline, TimelineItem } from './timeline.ts';

/** What a page of the log shows to be wrong with a copy: seqs, ascending. */
export interface Differences {
  /** not there */
  readonly missing: readonly number[];
  /** there, and something else */
  readonly changed: readonly number[];
  /** there, and not in the log, or hidden for oneself */
  readonly surplus: readonly number[];
}

export const sameCopy: Differences = { missing: [], changed: [], surplus: [] };

/**
 * Compares what is held of a page's stretch with the page, and puts the page in its place where they differ. Changes
 * that are held already, and came after the page was read, stay. The same timeline where nothing differs.
 */
export function mendTimeline(
  held: Timeline,
  page: Page,
): { readonly timeline: Timeline; readonly differences: Differences } {
  const [from, to] = [Math.max(held.from, page.from), Math.min(held.to, page.to)];
  const isWithin = ({ seq }: { readonly seq: number }): boolean => from <= seq && seq <= to;
  const { items: listed, hidden: hiddenIds } = itemsOf(page.entries.filter(isWithin));
  const timeline = { ...held, hidden: hideAll(held.hidden, hiddenIds) };
  const expected = reviseItems(listed, timeline);
  const differences = compareItems(held.items.filter(isWithin), expected);
  const { missing, changed, surplus } = differences;
  if (missing.length + changed.length + surplus.length === 0) return { timeline: held, differences };
  const before = held.items.filter(({ seq }) => seq < from);
  const after = held.items.filter(({ seq }) => seq > to);
  return { timeline: { ...timeline, items: [...before, ...expected, ...after] }, differences };
}

function compareItems(held: readonly TimelineItem[], expected: readonly TimelineItem[]): Differences {
  const heldBySeq = new Map(held.map((item) => [item.seq, item]));
  const expectedSeqs = new Set(expected.map(({ seq }) => seq));
  const missing: number[] = [];
  const changed: number[] = [];
  for (const item of expected) {
    const own = heldBySeq.get(item.seq);
    if (own === undefined) missing.push(item.seq);
    else if (!isSameItem(own, item)) changed.push(item.seq);
  }
  const surplus = held.flatMap(({ seq }) => (expectedSeqs.has(seq) ? [] : [seq]));
  return { missing, changed, surplus };
}

function isSameItem(one: TimelineItem, other: TimelineItem): boolean {
  if (one.kind === 'message' && other.kind === 'message')
    return one.message.id === other.message.id && isSame(one.message, other.message);
  // An entry that shows as a line never changes.
  return one.kind === 'system' && other.kind === 'system' && one.entry.kind === other.entry.kind;
}
