import type { ConversationView } from '@parley/client';
import { startOfDay } from '../../time/format-time.ts';
import { joinAlbum, joinsAlbum } from './album.ts';
import { mergeHeld } from './merge-held.ts';
import { holdsMessage, messagesOf, type MessageRow, type Row } from './row.ts';
import { shownMessage, type ShownMessage } from './shown-message.ts';

export interface RowOptions {
  readonly ownId: string;
  /** the divider stands before the first message by others after this seq; undefined: nowhere */
  readonly unreadAfter: number | undefined;
}

/** Messages of one author within this time belong together. */
const groupMs = 5 * 60_000;

type Source = Pick<ConversationView, 'items' | 'provisional' | 'settling' | 'outbox' | 'hasOlder'>;

/** Everything that a conversation shows, top to bottom: the log in its order, then what has no number yet. */
export function buildRows(view: Source, { ownId, unreadAfter }: RowOptions): Row[] {
  const rows: Row[] = [];
  // The first day that is loaded may have begun earlier: its line would have to move up when older messages come.
  let dayMs = view.hasOlder ? startOfDay(firstAtMs(view)) : 0;
  let isDivided = unreadAfter === undefined;

  function startDay(atMs: number): void {
    const day = startOfDay(atMs);
    // What waits was written on this device's clock: a day never begins twice because of it.
    if (day <= dayMs) return;
    dayMs = day;
    rows.push({ kind: 'date', key: `date ${day}`, dayMs });
  }

  function addMessage(message: ShownMessage): void {
    startDay(message.createdAtMs);
    if (!isDivided && message.from !== ownId && message.seq !== null && message.seq > (unreadAfter ?? 0)) {
      isDivided = true;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    const last = rows.at(-1);
    if (last?.kind === 'message' && joinsAlbum(last, message)) {
      rows[rows.length - 1] = joinAlbum(last, message);
      return;
    }
    const isFirst = !(last?.kind === 'message' && belongTogether(newestOf(last), message));
    if (!isFirst) rows[rows.length - 1] = { ...last, isLast: false };
    rows.push({ kind: 'message', key: message.id, dayMs, message, isFirst, isLast: true });
  }

  if (!view.hasOlder && view.items.length > 0) rows.push({ kind: 'start', key: 'start' });
  for (const item of view.items) {
    if (item.kind === 'message') {
      addMessage(shownMessage(item.message));
      continue;
    }
    startDay(Date.parse(item.entry.at));
    rows.push({ kind: 'system', key: `seq ${item.seq}`, dayMs, seq: item.seq, entry: item.entry });
  }
  for (const message of view.settling) addMessage(shownMessage(message));
  for (const message of mergeHeld(view.provisional, view.outbox)) addMessage(message);
  return rows;
}

/** When the first thing shown was written, UTC ms. */
function firstAtMs({ items, provisional, settling, outbox }: Source): number {
  const [item] = items;
  const [message] = [...settling, ...provisional];
  if (item !== undefined)
    return Date.parse(item.kind === 'message' ? item.message.created_at : item.entry.at);
  return message === undefined ? (outbox[0]?.writtenAtMs ?? 0) : Date.parse(message.created_at);
}

function newestOf(row: MessageRow): ShownMessage {
  return row.album?.at(-1) ?? row.message;
}

function belongTogether(earlier: ShownMessage, later: ShownMessage): boolean {
  return earlier.from === later.from && Math.abs(later.createdAtMs - earlier.createdAtMs) < groupMs;
}

/** The seq of the newest entry at or above this row; 0 where nothing has a number. */
export function seqAtRow(rows: readonly Row[], index: number): number {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at--) {
    const row = rows[at];
    if (row?.kind === 'system') return row.seq;
    const seq = row && messagesOf(row).findLast((message) => message.seq !== null)?.seq;
    if (typeof seq === 'number') return seq;
  }
  return 0;
}

/** Whether rows were added before, or taken from, the start: the list then keeps its place from the end. */
export function isStartChanged(before: readonly Row[], now: readonly Row[]): boolean {
  const first = before.findIndex(isLasting);
  const key = before[first]?.key;
  if (key === undefined || now.length === 0) return false;
  const place = now.findIndex((row) => holdsMessage(row, key));
  if (place >= 0) return place !== first;
  // The first ones were let go: does what is first now stand further down in what was?
  const nowFirst = now.find(isLasting);
  return nowFirst !== undefined && before.some((row) => holdsMessage(row, nowFirst.key));
}

/** Dates, the divider and the start come and go; messages and system lines stay what they are. */
function isLasting(row: Row): boolean {
  return row.kind === 'message' || row.kind === 'system';
}
