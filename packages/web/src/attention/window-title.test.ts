import { describe, expect, test } from 'bun:test';
import type { Conversation } from '@parley/client';
import { countUnread, windowTitle } from './window-title.ts';

const nowMs = Date.parse('2030-01-01T12:00:00.000Z');

function conversation(part: Partial<Conversation>): Conversation {
  return {
    id: 'tea',
    type: 'group',
    name: 'Tea',
    last_seq: 9,
    unread: 0,
    read_seq: 0,
    last_message: null,
    updated_at: null,
    muted_until: null,
    archived: false,
    marked_unread: false,
    ...part,
  };
}

describe('the count of unread messages', () => {
  test('leaves out what is muted, until that ends', () => {
    const muted = conversation({ unread: 5, muted_until: '2030-01-01T13:00:00.000Z' });
    const over = conversation({ unread: 2, muted_until: '2030-01-01T11:00:00.000Z' });
    expect(countUnread([muted, over, conversation({ unread: 1 })], nowMs)).toBe(3);
  });

  test('takes a conversation that was marked as unread for one', () => {
    expect(countUnread([conversation({ marked_unread: true })], nowMs)).toBe(1);
    expect(countUnread([conversation({ marked_unread: true, unread: 4 })], nowMs)).toBe(4);
  });
});

describe('the title of the window', () => {
  test.each([
    [0, undefined, 'Parley'],
    [0, 'Ada', 'Ada · Parley'],
    [3, 'Ada', '(3) Ada · Parley'],
    [3, undefined, '(3) Parley'],
    [1_000, 'Ada', '(999+) Ada · Parley'],
  ])('with %p unread and %p in view is %p', (unread, name, title) => {
    expect(windowTitle(unread, name)).toBe(title);
  });
});
