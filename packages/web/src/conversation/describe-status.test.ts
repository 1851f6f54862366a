import { describe, expect, test } from 'bun:test';
import type { Conversation, Presence } from '@parley/client';
import { describeStatus, describeTyping } from './describe-status.ts';

const nowMs = Date.parse('2026-11-25T12:00:00.000Z');

function conversation(more: Partial<Conversation>): Conversation {
  const peer = { id: 'bob', username: 'bob', display_name: 'Bob', avatar_url: null, created_at: '' };
  return {
    id: 'direct:ada:bob',
    type: 'direct',
    name: null,
    peer,
    last_seq: 1,
    unread: 0,
    read_seq: 0,
    last_message: null,
    updated_at: null,
    muted_until: null,
    archived: false,
    marked_unread: false,
    ...more,
  };
}

function status(
  presence: Presence | undefined,
  more: Partial<Conversation> = {},
  typing: string[] = [],
): string {
  return describeStatus({ summary: conversation(more), presence, typing, ownId: 'ada', nowMs });
}

describe('the line below a conversation’s name', () => {
  test('PRS1: who types comes first, then presence, then last seen in words', () => {
    const away = { user_id: 'bob', status: 'away', last_seen: null } as const;
    const gone = { user_id: 'bob', status: 'offline', last_seen: '2026-11-25T11:55:00.000Z' } as const;
    expect(status(away, {}, ['Bob'])).toBe('typing…');
    expect(status(away)).toBe('away');
    expect(status(gone)).toBe('last seen 5 minutes ago');
    expect(status({ ...gone, last_seen: null })).toBe('offline');
    expect(status(undefined)).toBe('');
  });

  test('a group tells its size, notes to oneself tell nothing', () => {
    expect(status(undefined, { type: 'group', member_count: 3 })).toBe('3 members');
    const self = { id: 'ada', username: 'ada', display_name: 'Ada', avatar_url: null, created_at: '' };
    expect(status({ user_id: 'ada', status: 'online', last_seen: null }, { peer: self })).toBe('');
  });

  test('at most three names type, then several people', () => {
    expect(describeTyping([])).toBe('');
    expect(describeTyping(['Ada'])).toBe('Ada is typing…');
    expect(describeTyping(['Ada', 'Bob'])).toBe('Ada and Bob are typing…');
    expect(describeTyping(['Ada', 'Bob', 'Eve'])).toBe('Ada, Bob and Eve are typing…');
    expect(describeTyping(['Ada', 'Bob', 'Eve', 'Joe'])).toBe('Several people are typing…');
  });
});
