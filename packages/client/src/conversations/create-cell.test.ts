import { expect, test } from 'bun:test';
import type { Conversation, Entry } from '../wire.ts';
import { createCell } from './create-cell.ts';

const at = '2030-01-01T00:00:00.000Z';
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
const said: Entry = {
  kind: 'message',
  conversation: 'c',
  seq: 1,
  at,
  by: 'bob',
  message: {
    id: 'm1',
    conversation: 'c',
    seq: 1,
    type: 'group',
    from: 'bob',
    to: 'c',
    content: 'hello',
    content_type: 'text',
    media_url: null,
    media_metadata: null,
    reply_to: null,
    created_at: at,
    edited_at: null,
    deleted_at: null,
    status: 'stored',
  },
};

test('SYN1: what was deleted for oneself before the conversation’s place was known stays away', async () => {
  const nothing = (): void => undefined;
  const cell = createCell({
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
  cell.receive([said]);
  await cell.hide('m1');
  cell.place(row, 0);
  expect(cell.state.getSnapshot().timeline?.items).toEqual([]);
  expect(cell.heldSeq()).toBe(1);
});
