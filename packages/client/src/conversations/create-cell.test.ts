import { expect, test } from 'bun:test';
import { sampleMessage, sampleTime as at } from '../testing/sample-message.ts';
import type { Conversation, Entry } from '../wire.ts';
import type { Cell } from './cell.ts';
import { createCell } from './create-cell.ts';

const row: Conversation = {
  id: 'c',
  type: 'group',
  name: 'Tea',
  last_seq: 1,
  unread: 0,
  read_seq: 0,
  last_message: null,
  updated_at: at,
  muted_until: null,
  archived: false,
  marked_unread: false,
};
const said = say(1);

function say(seq: number): Entry {
  const id = `m${String(seq)}`;
  const message = sampleMessage({ id, seq, type: 'group', from: 'bob', to: 'c', content: 'hello' });
  return { kind: 'message', conversation: 'c', seq, at, by: 'bob', message };
}

const sayAll = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => say(from + index));

function newCell(): Cell {
  const nothing = (): void => undefined;
  return createCell({
    id: 'c',
    userId: () => 'ann',
    record: undefined,
    keptItems: 300,
    loadTimeline: () => Promise.resolve(undefined),
    onApplied: nothing,
    onChanged: nothing,
    onGap: nothing,
    onUnknown: nothing,
  });
}

test('SYN1: what was deleted for oneself before the conversation’s place was known stays away', async () => {
  const cell = newCell();
  cell.receive([said]);
  await cell.hide('m1');
  cell.place(row, 0);
  expect(cell.state.getSnapshot().timeline?.items).toEqual([]);
  expect(cell.heldSeq()).toBe(1);
});

test('RD1: a receipt that is faster than the row of its conversation counts once the row is there', () => {
  const cell = newCell();
  const bob = { id: 'bob', username: 'bob', display_name: 'Bob', avatar_url: null, created_at: at };
  cell.receive([said]);
  cell.advance('bob', { deliveredSeq: 1 });
  cell.place({ ...row, type: 'direct', peer: bob, peer_read_seq: 0, peer_delivered_seq: 0 }, 0);
  const { summary } = cell.state.getSnapshot();
  expect(summary).toMatchObject({ peer_delivered_seq: 1, peer_read_seq: 0 });
});

test('RD1 RD2: what another device of one’s own has read is read here, however early that is told', () => {
  const early = newCell();
  early.receive([said]);
  early.advance('ann', { readSeq: 1 });
  early.place({ ...row, unread: 1 }, 0);
  expect(early.state.getSnapshot().summary).toMatchObject({ read_seq: 1, unread: 0 });

  const ahead = newCell();
  ahead.place(row);
  ahead.advance('ann', { readSeq: 3 });
  ahead.receive(sayAll(2, 4));
  expect(ahead.state.getSnapshot().summary).toMatchObject({ read_seq: 3, unread: 1 });
});

test('WEB1 SEQ2: a place ahead of what is caught up with is shown, and stays where it is while that catches up', () => {
  const cell = newCell();
  cell.place({ ...row, last_seq: 90 }, 0);
  cell.receive(sayAll(1, 20));
  const shown = (): readonly number[] => {
    const { timeline, detached } = cell.state.getSnapshot();
    return (detached ?? timeline)?.items.map(({ seq }) => seq) ?? [];
  };
  cell.showAround({ from: 50, to: 60, entries: sayAll(50, 60) });
  for (const [from, to] of [
    [21, 40],
    [41, 55],
  ] as const) {
    cell.receive(sayAll(from, to));
    expect([shown()[0], shown().at(-1), cell.heldSeq()]).toEqual([50, 60, to]);
  }
  cell.receive(sayAll(56, 90));
  expect(cell.state.getSnapshot().detached).toBeUndefined();
  expect(shown()).toEqual(sayAll(50, 90).map(({ seq }) => seq));
});
