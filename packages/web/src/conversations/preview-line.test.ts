import { describe, expect, test } from 'bun:test';
import type { Conversation, Message, OutboxItem } from '@parley/client';
import { previewLine, unreadText, type PreviewParts } from './preview-line.ts';
import { rowLabel } from './row-label.ts';

const own = 'me';

function message(part: Partial<Message> = {}): Message {
  return {
    id: 'm1',
    conversation: 'direct:ada:me',
    seq: 5,
    type: 'direct',
    from: 'ada',
    to: own,
    content: 'Tea at four?',
    content_type: 'text',
    media_url: null,
    media_metadata: null,
    reply_to: null,
    created_at: '2026-03-03T12:00:00.000Z',
    edited_at: null,
    deleted_at: null,
    status: 'stored',
    ...part,
  };
}

function conversation(part: Partial<Conversation> = {}): Conversation {
  return {
    id: 'direct:ada:me',
    type: 'direct',
    name: null,
    peer: { id: 'ada', username: 'ada', display_name: 'Ada', avatar_url: null, created_at: '' },
    last_seq: 5,
    unread: 0,
    read_seq: 5,
    last_message: message(),
    updated_at: null,
    muted_until: null,
    archived: false,
    marked_unread: false,
    ...part,
  };
}

function waiting(part: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: 'w1',
    owner: own,
    conversation: 'direct:ada:me',
    target: { type: 'direct', to: 'ada' },
    content: { content: 'On my way' },
    order: 1,
    writtenAtMs: 0,
    status: 'pending',
    ...part,
  };
}

function line(part: Partial<PreviewParts> = {}) {
  return previewLine({
    conversation: conversation(),
    ownId: own,
    draft: undefined,
    chosen: 0,
    typing: [],
    waiting: undefined,
    album: undefined,
    authorName: 'Ada',
    ...part,
  });
}

const group = (last: Partial<Message>): Conversation =>
  conversation({ id: 'g', type: 'group', name: 'Choir', last_message: message({ type: 'group', ...last }) });

describe('the second line of a row', () => {
  test('is the last message, with its author in groups only', () => {
    expect(line()).toEqual({ kind: 'message', text: 'Tea at four?' });
    expect(line({ conversation: group({}) })).toMatchObject({ lead: 'Ada', text: 'Tea at four?' });
  });

  test('says of one’s own message how far it has come, in direct conversations', () => {
    const last_message = message({ from: own });
    const reached = (peer_delivered_seq: number, peer_read_seq: number) =>
      line({ conversation: conversation({ last_message, peer_delivered_seq, peer_read_seq }) });
    expect(reached(0, 0)).toMatchObject({ lead: 'You', tick: 'stored' });
    expect(reached(5, 0)).toMatchObject({ tick: 'delivered' });
    expect(reached(5, 5)).toMatchObject({ tick: 'read' });
    expect(line({ conversation: group({ from: own }) }).tick).toBeUndefined();
  });

  test('in notes to oneself needs no author and no tick', () => {
    const peer = { id: own, username: own, display_name: 'Me', avatar_url: null, created_at: '' };
    expect(line({ conversation: conversation({ peer, last_message: message({ from: own }) }) })).toEqual({
      kind: 'message',
      text: 'Tea at four?',
    });
  });

  test('is the draft before anything else, then who is typing, then what waits', () => {
    const all = { draft: { text: 'Maybe *later*' }, typing: ['Ada'], waiting: waiting() };
    expect(line(all)).toEqual({ kind: 'draft', lead: 'Draft', text: 'Maybe later' });
    const edit = { messageId: 'm1', text: 'Better *so*' };
    expect(line({ ...all, draft: { text: '', edit } }).text).toBe('Better so');
    expect(line({ ...all, draft: { text: '', edit: { ...edit, text: '' } } }).text).toBe('an edit');
    expect(line({ ...all, draft: { text: '', replyTo: 'm1' } }).text).toBe('a reply');
    expect(line({ ...all, draft: { text: '', replyTo: 'm1' }, chosen: 2 }).text).toBe('2 files');
    expect(line({ ...all, draft: undefined, chosen: 1 })).toEqual({
      kind: 'draft',
      lead: 'Draft',
      text: '1 file',
    });
    expect(line({ ...all, draft: undefined })).toEqual({ kind: 'typing', text: 'typing…' });
    expect(line({ waiting: waiting() })).toEqual({ kind: 'pending', lead: 'You', text: 'On my way' });
    expect(line({ waiting: waiting({ status: 'failed' }) })).toMatchObject({
      kind: 'failed',
      lead: 'Not sent',
    });
  });

  test('names up to three people who are typing in a group', () => {
    const typing = (...names: string[]) => line({ conversation: group({}), typing: names }).text;
    expect(typing('Ada')).toBe('Ada is typing…');
    expect(typing('Ada', 'Bo')).toBe('Ada and Bo are typing…');
    expect(typing('Ada', 'Bo', 'Cy')).toBe('Ada, Bo and Cy are typing…');
    expect(typing('Ada', 'Bo', 'Cy', 'Di')).toBe('Several people are typing…');
  });

  test('says media and deleted messages in words', () => {
    const last = (part: Partial<Message>) =>
      line({ conversation: conversation({ last_message: message(part) }) }).text;
    const media_metadata = { mime_type: 'a/b', filename: 'plan.pdf', size: 1 };
    expect(last({ content_type: 'image', content: null })).toBe('Photo');
    expect(last({ content_type: 'image', content: 'the sea' })).toBe('Photo: the sea');
    expect(line({ album: '3 photos: the sea' }).text).toBe('3 photos: the sea');
    expect(last({ content_type: 'file', content: null, media_metadata })).toBe('plan.pdf');
    expect(
      last({ content_type: 'audio', content: null, media_metadata: { ...media_metadata, voice: true } }),
    ).toBe('Voice message');
    expect(last({ content: null, deleted_at: '2026-03-03T12:00:00.000Z' })).toBe('Message deleted');
    expect(line({ conversation: conversation({ last_message: null }) }).text).toBe('No messages yet');
  });
});

test.each([
  [1, '1'],
  [999, '999'],
  [1000, '999+'],
])('%p unread messages show as %p', (unread, text) => {
  expect(unreadText(unread)).toBe(text);
});

describe('the name of a row', () => {
  const parts = {
    name: 'Ada Lovelace',
    unread: 2,
    isMarkedUnread: false,
    isMuted: false,
    isOnline: false,
    time: '14:05',
    line: { kind: 'message', text: 'Tea at four?' },
  } as const;

  test('says all that the row shows', () => {
    expect(rowLabel(parts)).toBe('Ada Lovelace, 2 unread, 14:05: Tea at four?');
  });

  test('says by word what the row says by icon or colour', () => {
    const quiet = {
      ...parts,
      unread: 0,
      isMarkedUnread: true,
      isMuted: true,
      isOnline: true,
      time: undefined,
    };
    expect(rowLabel(quiet)).toBe('Ada Lovelace, marked as unread, online, muted: Tea at four?');
    const sent = {
      ...parts,
      unread: 0,
      line: { kind: 'message', lead: 'You', text: 'Yes', tick: 'read' },
    } as const;
    expect(rowLabel(sent)).toBe('Ada Lovelace, read, 14:05: You: Yes');
  });
});
