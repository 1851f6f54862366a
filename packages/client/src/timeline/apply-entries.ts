import { dropOldest } from '../drop-oldest.ts';
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
export function applyEntries(held: Timeline, entries: readonly Entry[]): Applied {
  const timeline = dropNumbered(held, entries);
  const waiting = new Map(timeline.ahead.map((entry) => [entry.seq, entry]));
  for (const entry of entries) if (entry.seq > timeline.to) waiting.set(entry.seq, entry);
  const applied: Entry[] = [];
  for (let next = timeline.to + 1; ; next++) {
    const entry = waiting.get(next);
    if (entry === undefined) break;
    waiting.delete(next);
    applied.push(entry);
  }
  if (applied.length === 0 && waiting.size === timeline.ahead.length) return { timeline, applied };
  const ahead = firstOf([...waiting.values()]);
  if (applied.length === 0) return { timeline: { ...timeline, ahead }, applied };
  return { timeline: { ...addInOrder(timeline, applied), to: timeline.to + applied.length, ahead }, applied };
}

/**
 * A message that has a number is provisional no longer, wherever its entry goes: into its place, to those that wait, or
 * nowhere, since what is shown has moved on.
 */
function dropNumbered(timeline: Timeline, entries: readonly Entry[]): Timeline {
  if (timeline.provisional.length === 0) return timeline;
  const numbered = new Set(
    entries.flatMap((entry) => (entry.kind === 'message' ? (entry.message?.id ?? []) : [])),
  );
  const provisional = timeline.provisional.filter(({ id }) => !numbered.has(id));
  return provisional.length === timeline.provisional.length ? timeline : { ...timeline, provisional };
}

/** Entries that wait for those before them: catching up brings what is beyond this number. */
const maxWaiting = 500;

/** Ascending by seq, no more than may wait. */
export function firstOf(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => one.seq - other.seq).slice(0, maxWaiting);
}

/** A stretch of the log as a page brought it: every entry from `from` to `to` that shows is among `entries`. */
export interface Page {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}

/** Puts a page before or after what is held. A page that does not join it changes nothing. */
export function addPage(held: Timeline, page: Page): Timeline {
  const timeline = dropNumbered(held, page.entries);
  if (page.to < timeline.from - 1 || page.from > timeline.to + 1) return timeline;
  const older = page.entries.filter(({ seq }) => seq < timeline.from);
  const newer = page.entries.filter(({ seq }) => seq > timeline.to);
  // Messages of a page have their present text: its own edits and deletions say nothing new.
  const before = itemsOf(older);
  const hidden = hideAll(timeline.hidden, before.hidden);
  const items = [...reviseItems(before.items, { ...timeline, hidden }), ...timeline.items];
  const from = Math.min(timeline.from, page.from);
  const to = Math.max(timeline.to, page.to);
  const ahead = timeline.ahead.filter(({ seq }) => seq > to);
  return applyEntries({ ...addInOrder({ ...timeline, hidden, items }, newer), from, to, ahead }, []).timeline;
}

/** The newest items alone. What is left out comes back by pages. The same timeline where it holds no more than that. */
export function trimTimeline(timeline: Timeline, maxItems: number): Timeline {
  const items = timeline.items.slice(-maxItems);
  const first = items[0];
  if (first === undefined || items.length === timeline.items.length) return timeline;
  return { ...timeline, from: first.seq, items };
}

/**
 * Changes remembered of each conversation, and ids deleted for oneself: they are for pages and events that were on
 * their way when the change came. What is fetched later has them in it.
 */
const maxRemembered = 200;

/** Adds entries that follow everything held, ascending. One more message costs one copy of the list. */
function addInOrder(timeline: Timeline, entries: readonly Entry[]): Timeline {
  const added = itemsOf(entries);
  const hidden = hideAll(timeline.hidden, added.hidden);
  const amendments = amendAll(timeline.amendments, entries);
  const next = { ...timeline, amendments, hidden };
  const held = amendHeld(timeline.items, entries, amendments);
  return { ...next, items: [...held, ...reviseItems(added.items, next)] };
}

/** What entries show, and the ids of messages deleted for oneself. */
export function itemsOf(entries: readonly Entry[]): { items: TimelineItem[]; hidden: string[] } {
  const items: TimelineItem[] = [];
  const hidden: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'message' && entry.message === null) hidden.push(entry.message_id);
    else if (entry.kind === 'message')
      items.push({ kind: 'message', seq: entry.seq, message: entry.message });
    else if (isSystemEntry(entry)) items.push({ kind: 'system', seq: entry.seq, entry });
  }
  return { items, hidden };
}

export function hideAll(hidden: Timeline['hidden'], ids: readonly string[]): Timeline['hidden'] {
  return ids.length === 0 ? hidden : dropOldest(new Set([...hidden, ...ids]), maxRemembered);
}

function amendAll(amendments: Timeline['amendments'], entries: readonly Entry[]): Timeline['amendments'] {
  const changes = entries.flatMap((entry) => amendmentOf(entry) ?? []);
  if (changes.length === 0) return amendments;
  const next = new Map(amendments);
  for (const { id, amendment } of changes) {
    const joined = joinAmendments(next.get(id), amendment);
    next.delete(id);
    next.set(id, joined);
  }
  return dropOldest(next, maxRemembered);
}

/** Items under the changes that `entries` bring, looked for from the newest on: that is where most are. */
function amendHeld(
  items: readonly TimelineItem[],
  entries: readonly Entry[],
  amendments: Timeline['amendments'],
): readonly TimelineItem[] {
  const changed = new Set(entries.map((entry) => amendmentOf(entry)?.id));
  changed.delete(undefined);
  if (changed.size === 0) return items;
  const next = [...items];
  for (let index = items.length - 1; index >= 0 && changed.size > 0; index--) {
    const item = items[index];
    if (item?.kind !== 'message' || !changed.delete(item.message.id)) continue;
    const message = amendMessage(item.message, amendments.get(item.message.id));
    next.splice(index, 1, { ...item, message });
  }
  return next;
}

/** Items as amendments and hidden ids leave them; the same item where nothing changed. */
export function reviseItems(
  items: readonly TimelineItem[],
  { amendments, hidden }: Pick<Timeline, 'amendments' | 'hidden'>,
): readonly TimelineItem[] {
  if (amendments.size === 0 && hidden.size === 0) return items;
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

/** The stretch under what another one knows of its messages; the same one where that changes nothing. */
export function amendTimeline(timeline: Timeline, { amendments, hidden }: Timeline): Timeline {
  if (timeline.amendments === amendments && timeline.hidden === hidden) return timeline;
  const next = { ...timeline, amendments, hidden };
  return { ...next, items: reviseItems(timeline.items, next) };
}

export function isSame(one: Message, other: Message): boolean {
  return (
    one.content === other.content &&
    one.edited_at === other.edited_at &&
    one.deleted_at === other.deleted_at &&
    one.reactions_seq === other.reactions_seq &&
    (one.reactions === other.reactions || JSON.stringify(one.reactions) === JSON.stringify(other.reactions))
  );
}

/** Deleted for oneself, here or on another device: gone, and gone for good. */
export function hideMessage(timeline: Timeline, id: string): Timeline {
  const hidden = hideAll(timeline.hidden, [id]);
  const provisional = timeline.provisional.filter((message) => message.id !== id);
  return { ...timeline, hidden, provisional, items: reviseItems(timeline.items, { ...timeline, hidden }) };
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
