import { describe, expect, test } from 'bun:test';
import {
  clientEvents,
  isClientEvent,
  serverEvents,
  type ClientEventName,
  type ServerEventName,
} from './events.ts';
import { limits, sizes } from './limits.ts';
import { validate } from './validate.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const at = '2025-03-01T09:00:00.000Z';

/** The fields at fault, `[]` when it is accepted. */
function faults(name: ClientEventName, payload: unknown): string[] {
  const result = validate(clientEvents[name].payload, payload);
  return result.ok ? [] : (result.error.issues ?? []).map(({ path }) => path);
}

test('SEC6: only names of the table are events, whatever objects inherit', () => {
  for (const name of Object.keys(clientEvents)) expect(isClientEvent(name)).toBe(true);
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'message', 'connect', ''])
    expect([name, isClientEvent(name)]).toEqual([name, false]);
});

describe('payloads of clients', () => {
  test('RD1: a mark names a message, or a conversation and a seq', () => {
    for (const name of ['mark_read', 'mark_delivered'] as const) {
      expect(faults(name, { message_id: id })).toEqual([]);
      expect(faults(name, { message_id: id, conversation: 'direct:a:b' })).toEqual([]);
      expect(faults(name, { conversation: 'direct:a:b', seq: 0 })).toEqual([]);
      expect(faults(name, {})).toEqual(['message_id']);
      expect(faults(name, { seq: 3 })).toEqual(['message_id']);
      expect(faults(name, { conversation: 'direct:a:b' })).toEqual(['seq']);
      expect(faults(name, { conversation: 'direct:a:b', seq: -1 })).toEqual(['seq']);
    }
  });

  test('SEC2: edits, deletions, typing and presence say what they need', () => {
    expect(faults('edit_message', { message_id: id, content: 'Hi' })).toEqual([]);
    expect(faults('edit_message', { message_id: id, content: ' ' })).toEqual(['content']);
    expect(faults('delete_message', { message_id: id, delete_for: 'me' })).toEqual([]);
    expect(faults('delete_message', { message_id: id })).toEqual(['delete_for']);
    expect(faults('delete_message', { message_id: id, delete_for: 'all' })).toEqual(['delete_for']);
    for (const emoji of ['👍', '👍🏽', '❤️', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇪🇺', '1️⃣'])
      expect([emoji, faults('react', { message_id: id, emoji, on: true })]).toEqual([emoji, []]);
    // Text, two of them, one without what makes it an emoji, parts of one, and what is longer than any.
    for (const emoji of ['', 'a', '👍👍', '❤', ' 👍', '🇪', '1', '\ud83d', '👩' + '\u200d👩'.repeat(30)])
      expect([emoji, faults('react', { message_id: id, emoji, on: false })]).toEqual([emoji, ['emoji']]);
    expect(faults('react', { message_id: id, emoji: '👍' })).toEqual(['on']);
    expect(faults('typing', { type: 'direct', to: 'bob', is_typing: true })).toEqual([]);
    expect(faults('typing', { type: 'direct', to: 'bob', is_typing: 'true' })).toEqual(['is_typing']);
    expect(faults('set_presence', { status: 'invisible' })).toEqual([]);
    expect(faults('set_presence', { status: 'offline' })).toEqual(['status']);
    expect(faults('join_group', { group_id: id })).toEqual([]);
    expect(faults('leave_group', {})).toEqual(['group_id']);
  });

  test('LIM1: 500 people are watched at once, and 200 conversations synced', () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`);
    expect(faults('watch_presence', { user_ids: people(sizes.watchedUsers) })).toEqual([]);
    expect(faults('watch_presence', { user_ids: people(sizes.watchedUsers + 1) })).toEqual(['user_ids']);
    expect(faults('watch_presence', { user_ids: ['a', 'b:c'] })).toEqual(['user_ids.1']);
    const held = (count: number) => Object.fromEntries(people(count).map((name) => [`direct:a:${name}`, 1]));
    expect(faults('sync', { conversations: held(limits.sync_conversations) })).toEqual([]);
    expect(faults('sync', { conversations: held(limits.sync_conversations + 1) })).toEqual(['conversations']);
  });

  test('SYN1: sync names what is held, and either part may be absent', () => {
    expect(validate(clientEvents.sync.payload, {})).toEqual({ ok: true, value: { conversations: {} } });
    expect(faults('sync', { account: 7 })).toEqual([]);
    expect(faults('sync', { account: -1, conversations: { [id]: 0 } })).toEqual(['account']);
    expect(faults('sync', { conversations: { [id]: '3' } })).toEqual([`conversations.${id}`]);
    expect(faults('sync', { conversations: [1] })).toEqual(['conversations']);
  });
});

/** Examples of every event of the server, as the contract writes them. */
const sent = {
  ready: [
    {
      user_id: 'ann',
      session_id: 's1',
      server_time: at,
      protocol: 1,
      generation: 'g1',
      account_seq: 0,
      limits,
    },
  ],
  message: [
    {
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
    },
  ],
  message_update: [
    { type: 'message_edit', conversation: id, seq: 2, message_id: id, content: 'Hi', edited_at: at },
    { type: 'read_receipt', conversation: id, user_id: 'bob', message_id: id, read_seq: 2, at },
    { type: 'delivery_receipt', conversation: id, user_id: 'bob', message_id: id, delivered_seq: 2, at },
    {
      type: 'message_failed',
      conversation: id,
      message_id: id,
      error: { code: 'forbidden', message: 'No.', retry: false },
    },
  ],
  message_deleted: [
    { conversation: id, seq: 3, message_id: id, deleted_by: 'ann', deleted_at: at, delete_for: 'everyone' },
    { conversation: id, seq: null, message_id: id, deleted_by: 'ann', deleted_at: at, delete_for: 'me' },
  ],
  notification: [
    ...[
      'added',
      'removed',
      'member_added',
      'member_removed',
      'deleted',
      'renamed',
      'role_changed',
      'updated',
    ].map((action) => ({
      type: 'group_notification',
      action,
      group_id: id,
      group_name: 'Tea',
      conversation: id,
      seq: 4,
      kind: 'member_added',
      at,
      by: 'ann',
      user_id: 'bob',
    })),
    { type: 'unread_notification', conversation: id, unread: 3, last_message: null },
    {
      type: 'session_notification',
      action: 'signed_in',
      session: { id: 's2', device: 'Firefox', created_at: at, last_used_at: at, current: false },
    },
  ],
  account: [{ seq: 1, kind: 'conversation_added', at, conversation: id }],
  typing: [{ conversation: id, user_id: 'bob', is_typing: false }],
  presence: [{ user_id: 'bob', status: 'offline', last_seen: at }],
  profile: [{ user: { id: 'bob', username: null, display_name: 'Bob', avatar_url: null, created_at: at } }],
  error: [
    { event: 'typing', code: 'rate_limited', message: 'Slow.', retry: true, retry_after_ms: 500 },
    { code: 'unauthenticated', message: 'This session has ended.', retry: false },
  ],
  closing: [{ retry_after_ms: 1500 }],
};

test('SYN1: every event of the server takes the examples of the contract, and loses nothing of them', () => {
  for (const [name, examples] of Object.entries(sent))
    for (const example of examples) {
      const { payload } = serverEvents[name as ServerEventName];
      expect([name, payload.parse(example)]).toEqual([name, example as never]);
    }
});

test('SYN3: a synced conversation is entries, gone or reset', () => {
  const answer = {
    account: { reset: true },
    conversations: [
      { id, entries: [], last_seq: 3, has_more: false, read_seq: 3, unread: 0, peer_read_seq: 1 },
      { id, gone: true },
      { id, reset: true },
    ],
  };
  expect(clientEvents.sync.ack.parse(answer) as unknown).toEqual(answer);
});
