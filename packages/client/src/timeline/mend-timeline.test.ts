import { describe, expect, test } from 'bun:test';
import { sampleMessage, sampleTime as at } from '../testing/sample-message.ts';
import type { Entry } from '../wire.ts';
import { applyEntries, hideMessage } from './apply-entries.ts';
import { mendTimeline, sameCopy } from './mend-timeline.ts';
import { emptyTimeline, type Timeline } from './timeline.ts';

function said(seq: number, content = `text ${String(seq)}`, id = `m${String(seq)}`): Entry {
  const conversation = 'direct:ann:bob';
  const message = sampleMessage({ id, seq, conversation, content });
  return { kind: 'message', conversation, seq, at, by: 'ann', message };
}

function hidden(seq: number): Entry {
  const conversation = 'direct:ann:bob';
  const message_id = `m${String(seq)}`;
  return { kind: 'message', conversation, seq, at, by: 'ann', message: null, message_id, hidden: true };
}

const log = [said(1), said(2), said(3), said(4)];
const page = { from: 1, to: 4, entries: log };
const held = applyEntries(emptyTimeline(0), log).timeline;

const without = (timeline: Timeline, seq: number): Timeline => ({
  ...timeline,
  items: timeline.items.filter((item) => item.seq !== seq),
});

describe('a copy compared with the log', () => {
  test('SYN1: the same copy stays the same object', () => {
    expect(mendTimeline(held, page)).toEqual({ timeline: held, differences: sameCopy });
    expect(mendTimeline(held, page).timeline).toBe(held);
  });

  test('SYN1: what is missing, changed or too much is told of, and mended', () => {
    const spoilt = without(
      applyEntries(emptyTimeline(0), [said(1), said(2, 'other'), ...log.slice(2)]).timeline,
      3,
    );
    const { timeline, differences } = mendTimeline(spoilt, {
      ...page,
      entries: [...log.slice(0, 3), hidden(4)],
    });
    expect(differences).toEqual({ missing: [3], changed: [2], surplus: [4] });
    expect(timeline.items).toEqual(held.items.slice(0, 3));
    expect(timeline.hidden.has('m4')).toBe(true);
  });

  test('SEQ2: another message in the place of one is a difference', () => {
    const other = applyEntries(emptyTimeline(0), [...log.slice(0, 3), said(4, 'text 4', 'another')]).timeline;
    expect(mendTimeline(other, page).differences.changed).toEqual([4]);
  });

  test('SYN1: an edit, and a deletion for oneself, that came after the page was read stay', () => {
    const edit = { seq: 5, message_id: 'm2', content: 'newer', edited_at: at, at, by: 'ann' } as const;
    const edited = applyEntries(held, [{ kind: 'edit', conversation: 'direct:ann:bob', ...edit }]).timeline;
    const later = hideMessage(edited, 'm3');
    expect(mendTimeline(later, page)).toEqual({ timeline: later, differences: sameCopy });
  });

  test('SYN1: a page that reaches beyond what is held says nothing of what is not', () => {
    const part = applyEntries(emptyTimeline(1), log.slice(1, 3)).timeline;
    expect(mendTimeline(part, page).differences).toEqual(sameCopy);
  });
});
