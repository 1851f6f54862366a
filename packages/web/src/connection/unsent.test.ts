import { describe, expect, test } from 'bun:test';
import type { OutboxItem } from '@parley/client';
import { countWaiting, groupUnsent, noteworthyFrom, unsentOf } from './unsent.ts';

function item(id: string, part: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id,
    owner: 'ada',
    conversation: 'tea',
    target: { type: 'group', to: 'tea' },
    content: { content: id },
    order: 1,
    writtenAtMs: 10_000,
    status: 'pending',
    ...part,
  };
}

describe('what is not sent yet', () => {
  test('goes out by itself, but for what was refused', () => {
    const items = [item('a'), item('b', { status: 'queued' }), item('c', { status: 'failed' })];
    expect(countWaiting(items)).toBe(2);
  });

  test('JRN1: leaves out what the server holds', () => {
    const items = [item('a'), item('b', { status: 'queued' }), item('c', { status: 'failed' })];
    expect(unsentOf(items).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  test('is worth a word five seconds after the first of it was written', () => {
    expect(noteworthyFrom([])).toBeUndefined();
    expect(noteworthyFrom([item('b', { writtenAtMs: 12_000 }), item('a')])).toBe(15_000);
  });

  test('is worth a word at once when one of it was refused', () => {
    expect(noteworthyFrom([item('a'), item('b', { status: 'failed' })])).toBe(0);
  });

  test('is listed by conversation, in the order of writing', () => {
    const items = [item('a'), item('b', { conversation: 'bob' }), item('c')];
    const listed = groupUnsent(items).map((group) => [group.conversation, group.items.map(({ id }) => id)]);
    expect(listed).toEqual([
      ['tea', ['a', 'c']],
      ['bob', ['b']],
    ]);
  });
});
