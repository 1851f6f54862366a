import type { Entry, Message } from '../wire.ts';
import {
  amendmentOf,
  amendMessage,
  isSystemEntry,
  joinAmendments,
  type Timeline,
  type TimelineItem,
} from './timeline.ts';

/** Entries, and how many of them were new and are now in place, in seq order. */
export interface Applied {
  readonly timeline: Timeline;
  readonly applied: readonly Entry[];
}

/**
 * Takes entries from anywhere (live, acks, sync), in any order, any number of times. What follows without a gap is
 * applied, in seq order; the rest waits in `ahead`. SEQ2, SYN2
 */
export function applyEntries(timeline: Timeline, entries: readonly Entry[]): Applied {
  const waiting = new Map(timeline.ahead.map((entry) => [entry.seq, entry]));
  for (const entry of entries) if (entry.seq > timeline.to) waiting.set(entry.seq, entry);
  const applied: Entry[] = [];
  for (let next = timeline.to + 1; ; next++) {
    const entry = waiting.get(next);
    if (entry === undefined) break;
    waiting.delete(next);
    applied.push(entry);
  }
  const ahead = [...waiting.values()].sort((one, other) => one.seq - other.seq);
  if (applied.length === 0) return { timeline: { ...timeline, ahead }, applied };
  return { timeline: { ...addInOrder(timeline, applied), to: timeline.to + applied.length, ahead }, applied };
}

/** A stretch of the log as a page brought it: every entry from `from` to `to` that shows is among `entries`. */
export interface Page {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}

/** Puts a page before or after what is held. A page that does not join it changes nothing. */
export function addPage(timeline: Timeline, page: Page): Timeline {
  if (page.to < timeline.from - 1 || page.from > timeline.to + 1) return timeline;
  const older = page.entries.filter(({ seq }) => seq < timeline.from);
  const newer = page.entries.filter(({ seq }) => seq > timeline.to);
  const before = addInOrder({ ...timeline, items: [] }, older);
  const amended = { ...timeline, amendments: before.amendments, hidden: before.hidden };
  const joined = { ...amended, items: [...before.items, ...reviseItems(timeline, amended)] };
  const from = Math.min(timeline.from, page.from);
  const to = Math.max(timeline.to, page.to);
  const ahead = timeline.ahead.filter(({ seq }) => seq > to);
  return applyEntries({ ...addInOrder(joined, newer), from, to, ahead }, []).timeline;
}

/** Adds entries that follow everything held, ascending. */
function addInOrder(timeline: Timeline, entries: readonly Entry[]): Timeline {
  const amendments = new Map(timeline.amendments);
  const hidden = new Set(timeline.hidden);
  const added: TimelineItem[] = [];
  const arrived = new Set<string>();
  for (const entry of entries) {
    const change = amendmentOf(entry);
    if (change !== undefined)
      amendments.set(change.id, joinAmendments(amendments.get(change.id), change.amendment));
    if (entry.kind === 'message' && entry.message === null) hidden.add(entry.message_id);
    else if (entry.kind === 'message') {
      arrived.add(entry.message.id);
      added.push({ kind: 'message', seq: entry.seq, message: entry.message });
    } else if (isSystemEntry(entry)) added.push({ kind: 'system', seq: entry.seq, entry });
  }
  const provisional = timeline.provisional.filter(({ id }) => !arrived.has(id));
  const next = { ...timeline, amendments, hidden, provisional };
  return { ...next, items: reviseItems({ items: [...timeline.items, ...added] }, next) };
}

/** Items of one timeline under the amendments and hidden ids of another; the same item where nothing changed. */
function reviseItems(
  { items }: Pick<Timeline, 'items'>,
  { amendments, hidden }: Pick<Timeline, 'amendments' | 'hidden'>,
): TimelineItem[] {
  const revised: TimelineItem[] = [];
  for (const item of items) {
    if (item.kind !== 'message') {
      revised.push(item);
      continue;
    }
    if (hidden.has(item.message.id)) continue;
    const message = amendMessage(item.message, amendments.get(item.message.id));
    revised.push(isSame(message, item.message) ? item : { ...item, message });
  }
  return revised;
}

function isSame(one: Message, other: Message): boolean {
  return (
    one.content === other.content && one.edited_at === other.edited_at && one.deleted_at === other.deleted_at
  );
}

/** Deleted for oneself, here or on another device: gone, and gone for good. */
export function hideMessage(timeline: Timeline, id: string): Timeline {
  const hidden = new Set(timeline.hidden).add(id);
  const provisional = timeline.provisional.filter((message) => message.id !== id);
  return { ...timeline, hidden, provisional, items: reviseItems(timeline, { ...timeline, hidden }) };
}

/** A message that is queued at the server: shown without a place. A numbered one under the same id wins. */
export function addProvisional(timeline: Timeline, message: Message): Timeline {
  const isKnown =
    timeline.items.some((item) => item.kind === 'message' && item.message.id === message.id) ||
    timeline.ahead.some((entry) => entry.kind === 'message' && entry.message?.id === message.id) ||
    timeline.provisional.some(({ id }) => id === message.id);
  if (isKnown || timeline.hidden.has(message.id)) return timeline;
  return { ...timeline, provisional: [...timeline.provisional, message] };
}

/** At reconnect all of them (`id` undefined): the node that holds them sends them again. Or one, refused after all. */
export function dropProvisional(timeline: Timeline, id?: string): Timeline {
  const provisional = id === undefined ? [] : timeline.provisional.filter((message) => message.id !== id);
  return provisional.length === timeline.provisional.length ? timeline : { ...timeline, provisional };
}
