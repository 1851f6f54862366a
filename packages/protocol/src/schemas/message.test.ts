import { expect, test } from 'bun:test';
import { validate } from '../validate.ts';
import { message, outgoingMessage, sendAnswer } from './message.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const at = '2025-03-01T09:00:00.000Z';
const stored = {
  id,
  conversation: 'direct:ann:bob',
  seq: 1,
  type: 'direct',
  from: 'ann',
  to: 'bob',
  content: 'Hello',
  content_type: 'text',
  media_url: null,
  media_metadata: null,
  reply_to: null,
  created_at: at,
  edited_at: null,
  deleted_at: null,
  status: 'stored',
};

/** The fields at fault, `[]` when it is accepted. */
function faults(input: unknown): string[] {
  const result = validate(outgoingMessage, input);
  return result.ok ? [] : (result.error.issues ?? []).map(({ path }) => path);
}

test('SND2: what validation leaves is the body that ids are judged by, with content_type filled in', () => {
  const sent = { id, type: 'direct', to: 'bob', content: ' Hi ', reply_to: id, album_id: id };
  expect(validate(outgoingMessage, { ...sent, from: 'eve', seq: 9 })).toEqual({
    ok: true,
    value: { ...sent, content_type: 'text' } as never,
  });
});

test('SND3: an id is optional', () => {
  expect(faults({ type: 'group', to: id, content: 'Hi' })).toEqual([]);
});

test('SND5: an id of another form is invalid', () => {
  expect(faults({ id: id.toUpperCase(), type: 'direct', to: 'bob', content: 'Hi' })).toEqual(['id']);
  expect(faults({ id: 'x', type: 'direct', to: 'bob', content: 'Hi' })).toEqual(['id']);
});

test('SEC2: text and emoji need content, the other kinds need media', () => {
  for (const content_type of ['text', 'emoji']) {
    expect(faults({ type: 'direct', to: 'bob', content_type })).toEqual(['content']);
    expect(faults({ type: 'direct', to: 'bob', content_type, content: '👋' })).toEqual([]);
  }
  for (const content_type of ['image', 'video', 'audio', 'file']) {
    expect(faults({ type: 'direct', to: 'bob', content_type, content: 'Hi' })).toEqual(['media_id']);
    expect(faults({ type: 'direct', to: 'bob', content_type, media_id: 'm' })).toEqual([]);
    expect(faults({ type: 'direct', to: 'bob', content_type, media_url: '/uploads/m' })).toEqual([]);
  }
  expect(faults({ type: 'direct', to: 'bob', media_id: 'm', content: 'a caption' })).toEqual([]);
});

test('SEC2: every field of a message is strict about its type', () => {
  const good = { type: 'direct', to: 'bob', content: 'Hi' };
  for (const [field, value] of Object.entries({
    id: 7,
    type: 'channel',
    to: ['bob'],
    content: { $ne: '' },
    content_type: 'html',
    media_id: 1,
    media_url: false,
    reply_to: '1',
    album_id: id.toUpperCase(),
  }))
    expect(faults({ ...good, [field]: value })).toEqual([field]);
  for (const content of [null, '', '   ', 1, []]) expect(faults({ ...good, content })).toEqual(['content']);
});

test('SYN1: a message as stored, queued, edited, deleted and with media is a message', () => {
  const media = { mime_type: 'image/png', filename: 'a.png', size: 7, width: 1, height: 1, placeholder: 'x' };
  for (const change of [
    {},
    { seq: null, status: 'queued' },
    { edited_at: at },
    { content: null, deleted_at: at },
    { content: null, content_type: 'image', media_url: '/uploads/a.png', media_metadata: media },
    { type: 'group', to: id, conversation: id, reply_to: id },
    { album_id: id },
  ])
    expect(message.safeParse({ ...stored, ...change }).error?.issues).toBe(undefined);
  for (const change of [{ seq: 0 }, { status: 'sent' }, { from: undefined }, { created_at: 1 }])
    expect([change, message.safeParse({ ...stored, ...change }).success]).toEqual([change, false]);
});

test('SND1: a sender is told stored with a seq, or queued without one', () => {
  const answer = { id, conversation: 'direct:ann:bob', seq: 1, created_at: at, status: 'stored' };
  expect(sendAnswer.safeParse(answer).success).toBe(true);
  expect(sendAnswer.safeParse({ ...answer, duplicate: true }).success).toBe(true);
  expect(sendAnswer.safeParse({ ...answer, seq: null, status: 'queued' }).success).toBe(true);
  expect(sendAnswer.safeParse({ ...answer, status: 'failed' }).success).toBe(false);
});
