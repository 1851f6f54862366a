import { describe, expect, test } from 'bun:test';
import type { Message, OutboxItem } from '@parley/client';
import { mergeHeld } from './merge-held.ts';

const at = (second: number): string => `2026-11-25T12:00:0${second}.000Z`;

function held(id: string, second: number): Message {
  const rest = { conversation: 'g', type: 'group', from: 'bob', to: 'g', content: id } as const;
  const nothing = {
    media_url: null,
    media_metadata: null,
    reply_to: null,
    edited_at: null,
    deleted_at: null,
  };
  return {
    id,
    ...rest,
    ...nothing,
    seq: null,
    content_type: 'text',
    created_at: at(second),
    status: 'queued',
  };
}

function own(id: string, status: OutboxItem['status'], acceptedSecond?: number): OutboxItem {
  const target = { type: 'group', to: 'g' } as const;
  const rest = {
    owner: 'ada',
    conversation: 'g',
    target,
    content: { content: id },
    order: 1,
    writtenAtMs: 1,
  };
  return { id, ...rest, status, ...(acceptedSecond === undefined ? {} : { acceptedAt: at(acceptedSecond) }) };
}

const merged = (...lists: Parameters<typeof mergeHeld>): string[] => mergeHeld(...lists).map(({ id }) => id);

describe('what has no number yet', () => {
  test('WEB4: stands in the order in which the server took it, and what it has not taken comes last', () => {
    const others = [held('b1', 1), held('b3', 3), held('b5', 5)];
    const mine = [own('a2', 'queued', 2), own('a4', 'failed', 4), own('a', 'pending')];
    expect(merged(others, mine)).toEqual(['b1', 'a2', 'b3', 'a4', 'b5', 'a']);
  });

  test('WEB4: a queued message stays where it stood while it was pending', () => {
    const others = [held('b1', 1)];
    expect(merged(others, [own('a', 'pending')])).toEqual(['b1', 'a']);
    expect(merged(others, [own('a', 'queued', 2)])).toEqual(['b1', 'a']);
  });

  test('RCV1: one’s own stay in the order of writing', () => {
    expect(merged([], [own('f', 'failed'), own('q', 'queued', 1), own('p', 'pending')])).toEqual([
      'f',
      'q',
      'p',
    ]);
  });
});
