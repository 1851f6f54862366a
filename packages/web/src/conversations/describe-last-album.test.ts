import { expect, test } from 'bun:test';
import type { Message, TimelineItem } from '@parley/client';
import { describeLastAlbum } from './describe-last-album.ts';

function message(seq: number, part: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    conversation: 'direct:ada:me',
    seq,
    type: 'direct',
    from: 'ada',
    to: 'me',
    content: null,
    content_type: 'image',
    media_url: `/uploads/${seq}.jpg`,
    media_metadata: { mime_type: 'image/jpeg', filename: `${seq}.jpg`, size: 1 },
    reply_to: null,
    album_id: 'one',
    created_at: '2026-03-03T12:00:00.000Z',
    edited_at: null,
    deleted_at: null,
    status: 'stored',
    ...part,
  };
}

const text = (seq: number): Message =>
  message(seq, { content: 'hi', content_type: 'text', media_url: null, media_metadata: null });

/** @param messages what this device holds; the last one is the last of all */
function lineOf(...messages: Message[]): string | undefined {
  const items = messages.map((one): TimelineItem => ({ kind: 'message', seq: one.seq ?? 0, message: one }));
  return describeLastAlbum(messages.at(-1) ?? message(1), items);
}

test('WEB8: an album that a conversation ends with is named whole, with its words, whichever picture has them', () => {
  const worded = message(2, { content: 'the harbour' });
  expect(lineOf(text(1), worded, message(3), message(4))).toBe('3 photos: the harbour');
  expect(lineOf(text(1), message(2), message(3))).toBe('2 photos');
  expect(lineOf(message(1, { content: 'first of all' }), message(2))).toBe('2 photos: first of all');
  const gone = message(3, { deleted_at: '2026-03-03T12:00:00.000Z', media_url: null, media_metadata: null });
  expect(lineOf(text(1), worded, gone, message(4))).toBe('2 photos: the harbour');
});

test.each([
  ['stands alone', [message(1, { album_id: 'two' }), message(2)]],
  ['is no picture', [message(1), message(2), message(3, { content_type: 'file' })]],
  ['is of an album whose beginning is not held here', [message(5), message(6)]],
])('WEB8: a last message that %s is named by itself', (_why, messages) => {
  expect(lineOf(...messages)).toBeUndefined();
});

test('WEB8: nothing is said of an album that is not held here', () => {
  expect(describeLastAlbum(message(3), [])).toBeUndefined();
});
