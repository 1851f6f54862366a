import { describe, expect, test } from 'bun:test';
import { sampleMessage, sampleTime as at } from '../testing/sample-message.ts';
import type { Entry, Message } from '../wire.ts';
import {
  addPage,
  addProvisional,
  applyEntries,
  dropProvisional,
  hideMessage,
  trimTimeline,
} from './apply-entries.ts';
import { emptyTimeline, type Timeline } from './timeline.ts';

function message(seq: number | null, id = `m${String(seq)}`, content: string | null = `text ${id}`): Message {
  return sampleMessage({ id, seq, content, status: seq === null ? 'queued' : 'stored' });
}

const said = (seq: number, id = `m${String(seq)}`): Entry => ({
  kind: 'message',
  conversation: 'c',
  seq,
  at,
  by: 'ann',
  message: message(seq, id),
});
const edit = (seq: number, id: string, content: string | null): Entry => ({
  kind: 'edit',
  conversation: 'c',
  seq,
  at,
  by: 'ann',
  message_id: id,
  content,
  edited_at: `edit ${String(seq)}`,
});
const deletion = (seq: number, id: string): Entry => ({
  kind: 'delete',
  conversation: 'c',
  seq,
  at,
  by: 'ann',
  message_id: id,
  deleted_at: at,
});

const seqs = ({ items }: Timeline): number[] => items.map(({ seq }) => seq);
const texts = ({ items }: Timeline): (string | null)[] =>
  items.flatMap((item) => (item.kind === 'message' ? [item.message.content] : []));
const apply = (timeline: Timeline, ...entries: Entry[]): Timeline => applyEntries(timeline, entries).timeline;

describe('a timeline', () => {
  test('SEQ2: entries in any order, any number of times, are shown once each and in order', () => {
    const first = applyEntries(emptyTimeline(0), [said(2), said(1), said(1)]);
    expect(first.applied.map(({ seq }) => seq)).toEqual([1, 2]);
    const again = applyEntries(first.timeline, [said(2), said(1)]);
    expect(again.applied).toEqual([]);
    expect(seqs(again.timeline)).toEqual([1, 2]);
  });

  test('SEQ2: what comes behind a gap waits until the gap is closed', () => {
    const gapped = apply(emptyTimeline(0), said(1), said(4), said(3));
    expect([seqs(gapped), gapped.to, gapped.ahead.length]).toEqual([[1], 1, 2]);
    const closed = apply(gapped, said(2));
    expect([seqs(closed), closed.to, closed.ahead.length]).toEqual([[1, 2, 3, 4], 4, 0]);
  });

  test('SYN1: a kind of a later version shows nothing and counts its seq', () => {
    // Such an entry is not in this version's types.
    const unknown = { kind: 'reaction_added', conversation: 'c', seq: 2, at, by: 'ann' } as unknown as Entry;
    const timeline = apply(emptyTimeline(0), said(1), unknown, said(3));
    expect([seqs(timeline), timeline.to]).toEqual([[1, 3], 3]);
  });

  test('SYN1: an edit replaces the text, a deletion erases it, in this order', () => {
    const edited = apply(emptyTimeline(0), said(1), edit(2, 'm1', 'better'));
    expect(texts(edited)).toEqual(['better']);
    const deleted = apply(edited, deletion(3, 'm1'));
    expect(texts(deleted)).toEqual([null]);
  });

  test('SYN1: an edit of what was erased since leaves the text to its deletion', () => {
    const timeline = apply(emptyTimeline(0), said(1), edit(2, 'm1', null));
    expect(texts(timeline)).toEqual(['text m1']);
    expect(texts(apply(timeline, deletion(3, 'm1')))).toEqual([null]);
  });

  test('SYN1: a page that was read before an edit and a deletion does not bring the old texts back', () => {
    const live = apply(emptyTimeline(3), edit(4, 'm1', 'better'), deletion(5, 'm2'));
    const paged = addPage(live, { from: 1, to: 3, entries: [said(1), said(2), said(3)] });
    expect(texts(paged)).toEqual(['better', null, 'text m3']);
    expect([paged.from, paged.to]).toEqual([1, 5]);
  });

  test('SYN1: an older edit that a page brings does not undo a newer one', () => {
    const live = apply(emptyTimeline(2), edit(3, 'm1', 'newest'));
    const paged = addPage(live, { from: 1, to: 2, entries: [said(1), edit(2, 'm1', 'older')] });
    expect(texts(paged)).toEqual(['newest']);
  });

  test('SYN1: a page that does not join what is held changes nothing', () => {
    const live = apply(emptyTimeline(9), said(10));
    expect(addPage(live, { from: 2, to: 5, entries: [said(2)] })).toBe(live);
  });

  test('SYN1: what was deleted for oneself stays away, also from pages and entries that come later', () => {
    const hidden = hideMessage(apply(emptyTimeline(1), said(2)), 'm2');
    expect(seqs(hidden)).toEqual([]);
    const early = hideMessage(hideMessage(hidden, 'm1'), 'm3');
    const later = addPage(apply(early, said(3), said(4)), { from: 1, to: 1, entries: [said(1)] });
    expect(seqs(later)).toEqual([4]);
  });

  test('SYN1: what is trimmed away moves the beginning up, and pages bring it back', () => {
    const whole = apply(emptyTimeline(0), said(1), edit(2, 'm1', 'better'), said(3), said(4));
    const trimmed = trimTimeline(whole, 2);
    expect([seqs(trimmed), trimmed.from, trimmed.to]).toEqual([[3, 4], 3, 4]);
    expect(trimTimeline(trimmed, 2)).toBe(trimmed);
    const present = { ...said(1), message: { ...message(1), content: 'better' } } as Entry;
    const back = addPage(trimmed, { from: 1, to: 2, entries: [present, edit(2, 'm1', 'better')] });
    expect([seqs(back), texts(back)[0], back.from]).toEqual([[1, 3, 4], 'better', 1]);
  });

  test('SYN1: of changes, hidden messages and what waits behind a gap only the newest, or first, are remembered', () => {
    const numbers = Array.from({ length: 1_500 }, (_, index) => index + 2);
    const edits = numbers.map((seq) => edit(seq, `m${String(-seq)}`, 'x'));
    const edited = apply(emptyTimeline(1), ...edits);
    expect([edited.to, edited.amendments.size, edited.amendments.has('m-1501')]).toEqual([1_501, 200, true]);
    const hidden = numbers.reduce((all, seq) => hideMessage(all, `m${String(seq)}`), emptyTimeline(0)).hidden;
    expect([hidden.size, hidden.has('m1501')]).toEqual([200, true]);
    expect(apply(emptyTimeline(0), ...edits).ahead.map(({ seq }) => seq)).toEqual(numbers.slice(0, 500));
  });

  test('SEQ2: a queued message has no place, is dropped at reconnect, and gives way to its numbered copy', () => {
    const queued = addProvisional(addProvisional(emptyTimeline(0), message(null, 'q')), message(null, 'q'));
    expect(queued.provisional.map(({ id }) => id)).toEqual(['q']);
    expect(dropProvisional(queued).provisional).toEqual([]);
    const stored = apply(queued, said(1, 'q'));
    expect([seqs(stored), stored.provisional]).toEqual([[1], []]);
    expect(addProvisional(stored, message(null, 'q')).provisional).toEqual([]);
  });
});
