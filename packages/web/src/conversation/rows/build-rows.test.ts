import { describe, expect, test } from 'bun:test';
import type { ConversationView, Message, OutboxItem } from '@parley/client';
import { buildRows, isStartChanged, seqAtRow } from './build-rows.ts';
import type { Row } from './row.ts';

const noon = new Date(2026, 10, 25, 12).getTime();
const minuteMs = 60_000;

function message(seq: number, from: string, atMs: number): Message {
  return {
    id: `m${seq}`,
    conversation: 'g',
    seq,
    type: 'group',
    from,
    to: 'g',
    content: `text ${seq}`,
    content_type: 'text',
    media_url: null,
    media_metadata: null,
    reply_to: null,
    created_at: new Date(atMs).toISOString(),
    edited_at: null,
    deleted_at: null,
    status: 'stored',
  };
}

function waiting(id: string, atMs: number): OutboxItem {
  return {
    id,
    owner: 'ada',
    conversation: 'g',
    target: { type: 'group', to: 'g' },
    content: { content: id },
    order: 1,
    writtenAtMs: atMs,
    status: 'pending',
  };
}

type Source = Parameters<typeof buildRows>[0];
function viewOf(messages: readonly Message[], more: Partial<Source> = {}): Source {
  const items = messages.map((one) => ({ kind: 'message', seq: one.seq ?? 0, message: one }) as const);
  const nothing: Pick<ConversationView, 'provisional' | 'settling' | 'outbox'> = {
    provisional: [],
    settling: [],
    outbox: [],
  };
  return { items, ...nothing, hasOlder: true, ...more };
}

const options = { ownId: 'ada', unreadAfter: undefined };
const describeRow = (row: Row): string =>
  row.kind === 'message' ? `${row.isFirst ? '[' : ' '}${row.key}${row.isLast ? ']' : ''}` : row.kind;

describe('rows of a conversation', () => {
  test('messages of one author within five minutes are one group', () => {
    const messages = [
      message(1, 'bob', noon),
      message(2, 'bob', noon + minuteMs),
      message(3, 'ada', noon + 2 * minuteMs),
      message(4, 'ada', noon + 8 * minuteMs),
    ];
    expect(buildRows(viewOf(messages), options).map(describeRow)).toEqual(['[m1', ' m2]', '[m3]', '[m4]']);
  });

  test('each day begins with its date, once, whatever the clock of this device says', () => {
    const messages = [message(1, 'bob', noon - 24 * 60 * minuteMs), message(2, 'bob', noon)];
    const view = viewOf(messages, { outbox: [waiting('w1', noon - 48 * 60 * minuteMs)] });
    expect(buildRows(view, options).map(describeRow)).toEqual(['[m1]', 'date', '[m2]', '[w1]']);
    const whole = buildRows({ ...view, hasOlder: false }, options);
    expect(whole.map(describeRow)).toEqual(['start', 'date', '[m1]', 'date', '[m2]', '[w1]']);
  });

  test('the divider stands before the first message by others after the read position', () => {
    const messages = [message(1, 'bob', noon), message(2, 'ada', noon), message(3, 'bob', noon)];
    const rows = buildRows(viewOf(messages), { ownId: 'ada', unreadAfter: 1 });
    expect(rows.map(describeRow)).toEqual(['[m1]', '[m2]', 'unread', '[m3]']);
  });

  test('SEQ2: what has no number stands after everything numbered, and keeps its key when it gets one', () => {
    const pending = buildRows(viewOf([message(1, 'bob', noon)], { outbox: [waiting('m2', noon)] }), options);
    const stored = buildRows(viewOf([message(1, 'bob', noon), message(2, 'ada', noon)]), options);
    expect(pending.map(({ key }) => key)).toEqual(stored.map(({ key }) => key));
  });

  test('the start shows only where there is nothing older', () => {
    const view = viewOf([message(1, 'bob', noon)], { hasOlder: false });
    expect(buildRows(view, options).map(describeRow)).toEqual(['start', 'date', '[m1]']);
  });

  test('an unchanged message is the same object, so that its row is not drawn again', () => {
    const messages = [message(1, 'bob', noon)];
    const [first, second] = [buildRows(viewOf(messages), options), buildRows(viewOf(messages), options)];
    const shown = (rows: readonly Row[]): unknown => rows[0]?.kind === 'message' && rows[0].message;
    expect(shown(first)).toBe(shown(second));
  });

  test('RD1: the position at a row is that of the newest entry at or above it', () => {
    const rows = buildRows(
      viewOf([message(4, 'bob', noon), message(7, 'bob', noon)], { outbox: [waiting('w', noon)] }),
      options,
    );
    expect(rows.map((_row, index) => seqAtRow(rows, index))).toEqual([4, 7, 7]);
  });

  test('WEB1: older messages leave the rows below them what they were', () => {
    const messages = Array.from({ length: 40 }, (_, index) =>
      message(index + 1, `p${index % 3}`, noon + index * 9 * 60 * minuteMs),
    );
    const keys = (from: number): string[] =>
      buildRows(viewOf(messages.slice(from), { hasOlder: from > 0 }), options).map(({ key }) => key);
    for (const from of [1, 5, 20, 39]) expect(keys(0).slice(-keys(from).length)).toEqual(keys(from));
  });

  test('older messages and what is let go change the start; newer ones, a date and the divider do not', () => {
    const [one, two, three] = [
      message(1, 'bob', noon - 60 * minuteMs),
      message(2, 'bob', noon),
      message(3, 'bob', noon),
    ];
    const rowsOf = (messages: readonly Message[], unreadAfter?: number): Row[] =>
      buildRows(viewOf(messages), { ownId: 'ada', unreadAfter });
    expect(isStartChanged(rowsOf([two]), rowsOf([one, two]))).toBe(true);
    expect(isStartChanged(rowsOf([one, two]), rowsOf([two]))).toBe(true);
    expect(isStartChanged(rowsOf([two]), rowsOf([two, three]))).toBe(false);
    expect(isStartChanged([], rowsOf([two]))).toBe(false);
  });
});
