import { expect, test } from 'bun:test';
import type { Message, OutboxItem } from '@parley/client';
import { describeMedia } from './describe-media.ts';
import { shownAttachmentOf, shownMediaOf } from './shown-media.ts';

const message: Message = {
  id: 'm',
  conversation: 'g',
  seq: 1,
  type: 'group',
  from: 'ada',
  to: 'g',
  content: null,
  content_type: 'image',
  media_url: '/uploads/a.jpg',
  media_metadata: { mime_type: 'image/jpeg', filename: 'a.jpg', size: 7, width: 4, height: 3 },
  reply_to: null,
  created_at: '2030-01-01T00:00:00.000Z',
  edited_at: null,
  deleted_at: null,
  status: 'stored',
};

test('WEB9: a stored message brings what its picture needs for its place; one without media, or deleted, brings none', () => {
  expect(shownMediaOf(message)).toMatchObject({
    kind: 'image',
    url: '/uploads/a.jpg',
    width: 4,
    height: 3,
    waiting: undefined,
  });
  expect(shownMediaOf({ ...message, media_url: null, media_metadata: null })).toBeNull();
});

test('WEB8: what waits is shown as this device knows it, in the same place', () => {
  const attachment = {
    fileId: 'f',
    filename: 'a.jpg',
    kind: 'image',
    size: 7,
    mimeType: 'image/jpeg',
    hasPoster: false,
    width: 4,
    height: 3,
  } as const;
  const item: OutboxItem = {
    id: 'm',
    owner: 'ada',
    conversation: 'g',
    target: { type: 'group', to: 'g' },
    content: { content_type: 'image' },
    order: 1,
    writtenAtMs: 0,
    attachment,
    status: 'uploading',
  };
  expect(shownAttachmentOf(item, attachment)).toMatchObject({
    width: 4,
    height: 3,
    url: undefined,
    waiting: item,
  });
});

test('WEB7: a name of a file does not turn its own end around', () => {
  const metadata = { mime_type: 'x/y', filename: 'harmless\u202Efdp.exe', size: 7 };
  expect(shownMediaOf({ ...message, media_metadata: metadata })?.filename).toBe('harmlessfdp.exe');
});

test('media are said in words', () => {
  const say = (more: Partial<Message>): string => {
    const media = shownMediaOf({ ...message, ...more });
    return media === null ? '' : describeMedia(media);
  };
  const metadata = { mime_type: 'x/y', filename: 'talk.ogg', size: 7, duration_ms: 12_345 };
  expect(say({})).toBe('Photo');
  expect(say({ content_type: 'video', media_metadata: metadata })).toBe('Video, 0:12');
  expect(say({ content_type: 'audio', media_metadata: metadata })).toBe('Audio: talk.ogg, 0:12');
  expect(say({ content_type: 'audio', media_metadata: { ...metadata, voice: true } })).toBe(
    'Voice message, 0:12',
  );
  expect(say({ content_type: 'file', media_metadata: metadata })).toBe('File: talk.ogg');
});
