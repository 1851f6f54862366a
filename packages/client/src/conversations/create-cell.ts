import { createStore } from '../observable.ts';
import {
  addPage,
  addProvisional,
  amendTimeline,
  applyEntries,
  dropProvisional,
  firstOf,
  hideMessage,
  trimTimeline,
  type Page,
} from '../timeline/apply-entries.ts';
import { emptyTimeline, type Timeline } from '../timeline/timeline.ts';
import { mendTimeline, sameCopy } from '../timeline/mend-timeline.ts';
import type { Conversation, Entry, Message, SyncedConversation } from '../wire.ts';
import type { Cell, CellOptions, CellState, Positions } from './cell.ts';
import { recordCell, recordTimeline } from './cell-records.ts';
import { endPage, joinDetached } from './detached.ts';
import { furtherPeer, furtherPositions, withPeer } from './further-positions.ts';
import { advanceSummary, isSameRow, joinRows } from './summary.ts';
import { countUnread, unreadAfter } from './unread.ts';

/** Provisional messages that wait for their conversation's place in the log: more are on their way anyhow. */
const maxEarly = 100;

export function createCell(options: CellOptions): Cell {
  const { id, record, userId } = options;
  const state = createStore<CellState>({
    summary: record?.summary,
    timeline: undefined,
    detached: undefined,
    early: [],
    positions: new Map(),
  });
  let loading: Promise<void> | undefined;
  let isLoaded = record === undefined;
  let unsentReadSeq = record?.unsentReadSeq;
  /** Deleted for oneself before the place in the log was known. */
  const hiddenEarly = new Set<string>();
  /** Provisional messages that came before. */
  let provisionalEarly: readonly Message[] = [];
  /** An ack told of an entry that it did not bring. */
  let expectedSeq = 0;

  function set(change: Partial<CellState>): void {
    state.set({ ...state.getSnapshot(), ...change });
    options.onChanged(cell);
  }

  function load(): Promise<void> {
    loading ??= isLoaded ? Promise.resolve() : options.loadTimeline(id).then(begin);
    return loading;
  }

  function begin(kept: { from: number; to: number; items: Timeline['items'] } | undefined): void {
    isLoaded = true;
    if (record === undefined || state.getSnapshot().timeline !== undefined) return;
    // The row and the timeline are kept in one step; should they differ, the row's place counts.
    const isWhole = kept?.to === record.heldSeq;
    set({ timeline: { ...emptyTimeline(record.heldSeq), ...(isWhole ? kept : {}) } });
    recountExactly();
    takeEarly();
  }

  function takeEarly(): void {
    const { early } = state.getSnapshot();
    if (early.length > 0) set({ early: [] });
    const waiting = provisionalEarly;
    provisionalEarly = [];
    for (const message of waiting) update((timeline) => addProvisional(timeline, message));
    if (early.length > 0) apply(early);
  }

  function receive(entries: readonly Entry[]): void {
    if (isLoaded && state.getSnapshot().timeline !== undefined) {
      apply(entries);
      return;
    }
    const bySeq = new Map([...state.getSnapshot().early, ...entries].map((entry) => [entry.seq, entry]));
    for (const { seq } of entries) expectedSeq = Math.max(expectedSeq, seq);
    set({ early: firstOf([...bySeq.values()]) });
    if (isLoaded) options.onUnknown(cell);
    else void load();
  }

  function apply(entries: readonly Entry[]): void {
    const { timeline, summary, detached } = state.getSnapshot();
    if (timeline === undefined) return;
    for (const { seq } of entries) expectedSeq = Math.max(expectedSeq, seq);
    const { timeline: next, applied } = applyEntries(timeline, entries);
    const advanced = applied.reduce((row, entry) => row && advanceSummary(row, entry, userId()), summary);
    const change = { timeline: next, applied, userId: userId() };
    const unread = summary && unreadAfter({ ...change, before: summary });
    if (next !== timeline)
      set({
        timeline: next,
        summary: advanced && unread !== undefined ? { ...advanced, unread } : advanced,
        ...(detached && joinDetached(amendTimeline(detached, next), next)),
      });
    followOwnRead();
    if (applied.some(({ kind }) => kind === 'delete') && !isCountable()) options.onUnknown(cell);
    if (applied.length > 0) options.onApplied(cell, applied);
    if (isBehind()) options.onGap(cell);
  }

  function isBehind(): boolean {
    const { timeline, summary } = state.getSnapshot();
    return timeline !== undefined && Math.max(expectedSeq, summary?.last_seq ?? 0) > timeline.to;
  }

  /** Whether the timeline says how many are unread; else only the server knows. */
  function isCountable(): boolean {
    const { timeline, summary } = state.getSnapshot();
    if (timeline === undefined || summary === undefined) return false;
    return summary.read_seq >= summary.last_seq || timeline.from <= summary.read_seq + 1;
  }

  function place(conversation: Conversation, startSeq = conversation.last_seq): void {
    const { timeline, summary, positions } = state.getSnapshot();
    const joined = joinRows(summary, conversation);
    // A receipt may have come while the row was on its way, and the row be from before it. RD1
    const told = joined.type === 'direct' ? positions.get(joined.peer?.id ?? '') : undefined;
    set({ summary: told === undefined ? joined : withPeer(joined, told) });
    if (timeline === undefined && isLoaded) {
      const { early } = state.getSnapshot();
      const earliest = early.reduce((least, { seq }) => Math.min(least, seq), Infinity);
      // What came early is not given up: the place is before it.
      const head = Math.min(startSeq, conversation.last_seq, earliest - 1);
      set({ timeline: { ...emptyTimeline(head), hidden: new Set(hiddenEarly) } });
      takeEarly();
    }
    recountExactly();
    followOwnRead();
    if (isBehind()) options.onGap(cell);
  }

  function recountExactly(): void {
    const { timeline, summary } = state.getSnapshot();
    const counted = timeline && summary && countUnread(timeline, summary.read_seq, userId());
    if (summary !== undefined && counted !== undefined && counted !== summary.unread)
      set({ summary: { ...summary, unread: counted } });
  }

  function receiveSync(answer: Extract<SyncedConversation, { entries: unknown }>): void {
    if (answer.entries.length > 0) receive(answer.entries);
    const { summary, timeline } = state.getSnapshot();
    if (summary === undefined) return;
    const read_seq = Math.max(summary.read_seq, answer.read_seq);
    // What was read here and never got there, in a run before this one: told again. RD1
    if (answer.read_seq < read_seq) unsentReadSeq = Math.max(unsentReadSeq ?? 0, read_seq);
    const isExact = read_seq === answer.read_seq && (timeline?.to ?? record?.heldSeq) === answer.last_seq;
    const unread = isExact ? answer.unread : summary.unread;
    const next = { ...summary, ...furtherPeer(answer, summary), read_seq, unread };
    // Most answers after a reconnect say nothing new.
    if (!isSameRow(next, summary)) set({ summary: next });
    recountExactly();
  }

  function advance(user: string, positions: Partial<Positions>): void {
    const { summary, positions: all } = state.getSnapshot();
    const further = furtherPositions(all.get(user), positions);
    if (further === undefined) return;
    set({ positions: new Map(all).set(user, further) });
    if (user === userId()) {
      followOwnRead();
    } else if (summary?.type === 'direct') {
      set({ summary: withPeer(summary, further) });
    }
  }

  /** Another device of one's own may have read before the row, or the entries, are here. RD1 */
  function followOwnRead(): void {
    const { summary, positions } = state.getSnapshot();
    const told = positions.get(userId())?.readSeq ?? 0;
    if (summary !== undefined && Math.min(told, headOf(summary)) > summary.read_seq) moveRead(told);
  }

  function headOf(summary: Conversation): number {
    return Math.max(summary.last_seq, state.getSnapshot().timeline?.to ?? 0);
  }

  function moveRead(seq: number): boolean {
    const { summary } = state.getSnapshot();
    if (summary === undefined) return false;
    const head = headOf(summary);
    const read_seq = Math.min(seq, head);
    if (read_seq <= summary.read_seq && !summary.marked_unread) return false;
    const unread = read_seq >= head ? 0 : summary.unread;
    const next = { ...summary, read_seq: Math.max(read_seq, summary.read_seq), unread, marked_unread: false };
    set({ summary: next });
    recountExactly();
    askIfUnsure();
    return true;
  }

  /** Some of what is not held is read: how much of it is not, only the server knows. */
  function askIfUnsure(): void {
    if (state.getSnapshot().summary !== undefined && !isCountable()) options.onUnknown(cell);
  }

  function update(change: (timeline: Timeline) => Timeline): void {
    const { timeline, detached } = state.getSnapshot();
    if (timeline === undefined) return;
    const next = change(timeline);
    if (next !== timeline) set({ timeline: next, detached: detached && amendTimeline(detached, next) });
  }

  const cell: Cell = {
    id,
    state,
    heldSeq: () => state.getSnapshot().timeline?.to ?? (isLoaded ? undefined : record?.heldSeq),
    load,
    receive,
    receiveProvisional(message) {
      if (state.getSnapshot().timeline !== undefined) {
        update((timeline) => addProvisional(timeline, message));
        return;
      }
      provisionalEarly = [...provisionalEarly, message].slice(-maxEarly);
      if (isLoaded) options.onUnknown(cell);
      else void load();
    },
    dropProvisional(messageId) {
      provisionalEarly = provisionalEarly.filter(({ id }) => messageId !== undefined && id !== messageId);
      update((timeline) => dropProvisional(timeline, messageId));
    },
    mend(page) {
      const { timeline } = state.getSnapshot();
      if (timeline === undefined) return sameCopy;
      const { timeline: next, differences } = mendTimeline(timeline, page);
      if (next === timeline) return differences;
      update(() => next);
      recountExactly();
      options.onUnknown(cell);
      return differences;
    },
    async hide(messageId) {
      await load();
      if (state.getSnapshot().timeline === undefined) hiddenEarly.add(messageId);
      update((timeline) => hideMessage(timeline, messageId));
      recountExactly();
      const { summary } = state.getSnapshot();
      if (summary === undefined) return;
      // What is the newest message now? And unread, where the timeline is too short? RD2
      if (summary.last_message?.id === messageId || !isCountable()) options.onUnknown(cell);
    },
    expect(seq) {
      expectedSeq = Math.max(expectedSeq, seq);
      if (isBehind()) options.onGap(cell);
    },
    place,
    receiveSync,
    restart(head) {
      isLoaded = true;
      expectedSeq = head;
      const { summary } = state.getSnapshot();
      set({
        timeline: emptyTimeline(head),
        detached: undefined,
        early: [],
        summary: summary && { ...summary, last_seq: head },
      });
      options.onUnknown(cell);
    },
    addPage(page: Page) {
      const { detached } = state.getSnapshot();
      if (detached === undefined) update((timeline) => addPage(timeline, endPage(page, timeline.to)));
      else set(joinDetached(addPage(detached, page), state.getSnapshot().timeline));
      recountExactly();
    },
    showAround(page) {
      const { timeline } = state.getSnapshot();
      if (timeline === undefined) return;
      const { hidden, amendments } = timeline;
      const empty = { ...emptyTimeline(page.from - 1), hidden, amendments };
      set(joinDetached(addPage(empty, page), timeline));
    },
    showLatest() {
      if (state.getSnapshot().detached !== undefined) set({ detached: undefined });
    },
    trim(maxItems) {
      const { timeline } = state.getSnapshot();
      const next = timeline && trimTimeline(timeline, maxItems);
      // Nothing that is kept has changed.
      if (next !== timeline) state.set({ ...state.getSnapshot(), timeline: next });
    },
    advance,
    read(seq) {
      if (!moveRead(seq)) return false;
      unsentReadSeq = Math.max(unsentReadSeq ?? 0, state.getSnapshot().summary?.read_seq ?? 0);
      return true;
    },
    change(settings) {
      const { summary } = state.getSnapshot();
      if (summary !== undefined) set({ summary: { ...summary, ...settings } });
    },
    unsentRead: () => unsentReadSeq,
    confirmRead(seq) {
      if (unsentReadSeq === undefined || seq < unsentReadSeq) return;
      unsentReadSeq = undefined;
      options.onChanged(cell);
      askIfUnsure();
    },
    records() {
      const { summary, timeline } = state.getSnapshot();
      const heldSeq = cell.heldSeq();
      if (summary === undefined || heldSeq === undefined) return undefined;
      return {
        cell: recordCell({ id, summary, heldSeq, unsentReadSeq }),
        timeline: timeline && recordTimeline(timeline, options.keptItems),
      };
    },
  };
  return cell;
}
