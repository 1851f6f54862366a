import { describe, expect, test } from 'bun:test';
import type { ShownMessage } from '../conversation/rows/shown-message.ts';
import { describeWay, type WayInput } from './describe-way.ts';

function message(more: Partial<ShownMessage> = {}): ShownMessage {
  return {
    id: 'm',
    from: 'ada',
    content: 'hello',
    contentType: 'text',
    media: null,
    createdAtMs: 100,
    isEdited: false,
    isDeleted: false,
    replyTo: null,
    albumId: undefined,
    reactions: [],
    seq: 4,
    state: 'sent',
    error: undefined,
    ...more,
  };
}

function way(more: Partial<WayInput> & { readonly message: ShownMessage }): string[] {
  const input = { times: {}, peer: undefined, author: undefined, ...more };
  return describeWay(input).map(({ label, state, atMs, note }) =>
    [state, label, atMs, note].filter((part) => part !== undefined).join(' · '),
  );
}

describe('the way of a message, in words', () => {
  test('WEB4: each step has the time at which this device saw it', () => {
    const times = { writtenAtMs: 1, queuedAtMs: 2, storedAtMs: 3 };
    const peer = { name: 'Bob', tick: 'read', times: { deliveredAtMs: 4, readAtMs: 5 } } as const;
    expect(way({ message: message(), times, peer })).toEqual([
      'done · Written on this device · 1',
      'done · Kept safe by the server until it can store it · 2',
      'done · Stored by the server · 3',
      'done · Delivered to Bob · 4',
      'done · Read by Bob · 5',
    ]);
  });

  test('WEB4: what this device did not see has words instead of a time, and what has not happened says so', () => {
    const peer = { name: 'Bob', tick: 'delivered', times: {} } as const;
    expect(way({ message: message(), peer })).toEqual([
      'done · Written · on another device, or before this page was opened',
      'done · Stored by the server · before this device looked',
      'done · Delivered to Bob · before this device looked',
      'waiting · Read by Bob · not yet',
    ]);
  });

  test('WEB4: one that waits here, and one that the server holds', () => {
    const here = { seq: null, state: 'pending' } as const;
    expect(way({ message: message(here) })).toEqual([
      'done · Written on this device · 100',
      'waiting · Stored by the server · not yet',
    ]);
    const held = message({ seq: null, state: 'queued' });
    expect(way({ message: held, times: { writtenAtMs: 90, queuedAtMs: 100 } })).toEqual([
      'done · Written on this device · 90',
      'done · Kept safe by the server until it can store it · 100',
      'waiting · Stored by the server · not yet',
    ]);
  });

  test('JRN3: one that was refused says why, and goes no further', () => {
    const error = { code: 'forbidden', message: 'You are not a member.', retry: false } as const;
    const failed = message({ seq: null, state: 'failed', error });
    expect(way({ message: failed, times: { writtenAtMs: 1, queuedAtMs: 2, failedAtMs: 3 } })).toEqual([
      'done · Written on this device · 1',
      'done · Kept safe by the server until it can store it · 2',
      'failed · Not sent · 3 · You are not a member.',
    ]);
  });

  test('WEB4: another’s message was sent by them, and stored', () => {
    expect(way({ message: message(), author: 'Bob', times: { storedAtMs: 120 } })).toEqual([
      'done · Sent by Bob · 100',
      'done · Stored by the server · 120',
    ]);
  });
});
