import { expect, test } from 'bun:test';
import { heirOf } from './heir-of.ts';
import type { OutboxItem } from './outbox-item.ts';

const album_id = 'a';

function photo(last: number, more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: String(last),
    owner: 'ann',
    conversation: 'direct:ann:bob',
    target: { type: 'direct', to: 'bob' },
    content: { content_type: 'image', album_id },
    order: last,
    writtenAtMs: last,
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
  photo(1, { content: { content_type: 'image', album_id, content: 'the harbour', reply_to: 'r' }, ...more });

test('WEB8: the next of those that were sent together has the words of the discarded one, and its answer', () => {
  const heir = heirOf(worded(), [worded(), photo(2, { status: 'failed' }), photo(3)]);
  expect([heir?.order, heir?.content.content, heir?.content.reply_to]).toEqual([3, 'the harbour', 'r']);
});

test.each([
  ['is somebody else’s', photo(2, { owner: 'eve' })],
  ['is in another conversation', photo(2, { conversation: 'g' })],
  ['was sent later', photo(2, { content: { album_id: 'b' } })],
  ['is being sent', photo(2, { status: 'pending' })],
  ['has words of its own', photo(2, { content: { album_id, content: 'and this' } })],
])('WEB8: one that %s has nothing of it', (_why, other) => {
  expect(heirOf(worded(), [worded(), other])).toBeUndefined();
});

test('WEB8: what was sent alone has no heir', () => {
  const alone = worded({ content: { content: 'the harbour' } });
  expect(heirOf(alone, [alone, photo(2, { content: {} })])).toBeUndefined();
});
