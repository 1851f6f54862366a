import { expect, test } from 'bun:test';
import { heirOf, wereSentTogether } from './sent-together.ts';
import type { OutboxItem } from './outbox-item.ts';

const idOf = (ms: number, last: number): string =>
  `${ms.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7000-8000-${String(last).padStart(12, '0')}`;

const nowMs = Date.parse('2026-11-28T12:00:00Z');

function photo(last: number, more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: idOf(nowMs, last),
    owner: 'ann',
    conversation: 'direct:ann:bob',
    target: { type: 'direct', to: 'bob' },
    content: { content_type: 'image' },
    order: last,
    writtenAtMs: nowMs,
    attachment: {
      filename: 'a.jpg',
      kind: 'image',
      fileId: 'f',
      hasPoster: false,
      mimeType: 'image/jpeg',
      size: 1,
    },
    status: 'uploading',
    ...more,
  };
}

const worded = (more: Partial<OutboxItem> = {}): OutboxItem =>
  photo(1, { content: { content_type: 'image', content: 'the harbour', reply_to: 'r' }, ...more });

test('WEB8: ids that were made within a second were sent together', () => {
  expect(wereSentTogether(idOf(nowMs, 1), idOf(nowMs + 999, 2))).toBe(true);
  expect(wereSentTogether(idOf(nowMs, 1), idOf(nowMs - 1_000, 2))).toBe(false);
});

test('WEB8: the next of those that were sent together has the words of the discarded one, and its answer', () => {
  const heir = heirOf(worded(), [worded(), photo(2, { status: 'failed' }), photo(3)]);
  expect([heir?.order, heir?.content.content, heir?.content.reply_to]).toEqual([3, 'the harbour', 'r']);
});

test.each([
  ['is somebody else’s', photo(2, { owner: 'eve' })],
  ['is in another conversation', photo(2, { conversation: 'g' })],
  ['was sent later', photo(2, { id: idOf(nowMs + 5_000, 2) })],
  ['is being sent', photo(2, { status: 'pending' })],
  ['has words of its own', photo(2, { content: { content: 'and this' } })],
])('WEB8: one that %s has nothing of it', (_why, other) => {
  expect(heirOf(worded(), [worded(), other])).toBeUndefined();
});
