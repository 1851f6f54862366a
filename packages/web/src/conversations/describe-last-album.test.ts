import { expect, test } from 'bun:test';
import type { Message, TimelineItem } from '@parley/client';
import { photoMessage } from '../testing/photo-message.ts';
import { describeLastAlbum } from './describe-last-album.ts';

const text = (seq: number): Message =>
  photoMessage(seq, { content: 'hi', content_type: 'text', media_url: null, media_metadata: null });

/** @param messages what this device holds; the last one is the last of all */
function lineOf(...messages: Message[]): string | undefined {
  const items = messages.map((one): TimelineItem => ({ kind: 'message', seq: one.seq ?? 0, message: one }));
  return describeLastAlbum(messages.at(-1) ?? photoMessage(1), items);
}

test('WEB8: an album that a conversation ends with is named whole, with its words, whichever picture has them', () => {
  const worded = photoMessage(2, { content: 'the harbour' });
  expect(lineOf(text(1), worded, photoMessage(3), photoMessage(4))).toBe('3 photos: the harbour');
  expect(lineOf(text(1), photoMessage(2), photoMessage(3))).toBe('2 photos');
  expect(lineOf(photoMessage(1, { content: 'first of all' }), photoMessage(2))).toBe(
    '2 photos: first of all',
  );
  const gone = photoMessage(3, {
    deleted_at: '2026-03-03T12:00:00.000Z',
    media_url: null,
    media_metadata: null,
  });
  expect(lineOf(text(1), worded, gone, photoMessage(4))).toBe('2 photos: the harbour');
});

test.each([
  ['stands alone', [photoMessage(1, { album_id: 'two' }), photoMessage(2)]],
  ['is no picture', [photoMessage(1), photoMessage(2), photoMessage(3, { content_type: 'file' })]],
  ['is of an album whose beginning is not held here', [photoMessage(5), photoMessage(6)]],
])('WEB8: a last message that %s is named by itself', (_why, messages) => {
  expect(lineOf(...messages)).toBeUndefined();
});

test('WEB8: nothing is said of an album that is not held here', () => {
  expect(describeLastAlbum(photoMessage(3), [])).toBeUndefined();
});
