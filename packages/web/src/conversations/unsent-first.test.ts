import { expect, test } from 'bun:test';
import type { Conversation, OutboxItem } from '@parley/client';
import { unsentFirst } from './unsent-first.ts';

function row(id: string): Conversation {
  return {
    id,
    type: 'group',
    name: id,
    last_seq: 1,
    unread: 0,
    read_seq: 0,
    last_message: null,
    updated_at: null,
    muted_until: null,
    archived: false,
    marked_unread: false,
  };
}

function waiting(conversation: string, order: number): OutboxItem {
  const target = { type: 'group', to: conversation } as const;
  return {
    id: `${conversation} ${order}`,
    owner: 'ada',
    conversation,
    target,
    content: {},
    order,
    writtenAtMs: 0,
    status: 'pending',
  };
}

test('WEB4: what one has just written is on top before it is stored; the rest keeps its order', () => {
  const rows = ['a', 'b', 'c', 'd'].map(row);
  expect(unsentFirst(rows, [])).toBe(rows);
  const sorted = unsentFirst(rows, [waiting('c', 1), waiting('d', 2), waiting('c', 3)]);
  expect(sorted.map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b']);
});
