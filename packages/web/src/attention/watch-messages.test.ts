import { describe, expect, test } from 'bun:test';
import { createStore, type Conversation, type Message } from '@parley/client';
import { createHandClock } from '../testing/hand-clock.ts';
import { watchMessages } from './watch-messages.ts';

const startMs = Date.UTC(2030, 0, 1);

function createBench() {
  const clock = createHandClock(startMs);
  const listeners = new Set<(message: Message) => void>();
  const row = { id: 'tea', read_seq: 0, muted_until: null } as Conversation;
  const conversations = createStore<readonly Conversation[]>([row]);
  const isCurrent = createStore(true);
  const world = { isLeading: true, inView: '' };
  const alerts: string[] = [];
  const end = watchMessages({
    client: {
      // Of the events only messages are asked for.
      on: (_name, listener) => {
        listeners.add(listener as (message: Message) => void);
        return () => listeners.delete(listener as (message: Message) => void);
      },
      isCurrent,
      conversations,
      userId: () => 'ada',
    },
    clock,
    isLeading: () => world.isLeading,
    isInView: (id) => id === world.inView,
    alert: (message) => alerts.push(message.id),
  });
  return {
    clock,
    alerts,
    world,
    end,
    isCurrent,
    change: (part: Partial<Conversation>) => conversations.set([{ ...row, ...part }]),
    receive(id: string, part: Partial<Message> = {}) {
      const created_at = new Date(clock.nowMs()).toISOString();
      const message = { id, conversation: 'tea', seq: 5, from: 'bob', created_at, deleted_at: null, ...part };
      for (const listener of listeners) listener(message as Message);
    },
  };
}

type Bench = ReturnType<typeof createBench>;

describe('a message', () => {
  test('that comes while nobody looks is told, once', () => {
    const bench = createBench();
    bench.receive('a');
    bench.clock.advance(10_000);
    expect(bench.alerts).toEqual(['a']);
  });

  test.each<[string, (bench: Bench) => void]>([
    ['was missed while away', ({ isCurrent }) => isCurrent.set(false)],
    ['stands in a conversation in view', ({ world }) => (world.inView = 'tea')],
    ['another tab tells', ({ world }) => (world.isLeading = false)],
    ['is muted', ({ change }) => change({ muted_until: '2030-01-01T01:00:00.000Z' })],
    ['is read already', ({ change }) => change({ read_seq: 5 })],
  ])('is not told that %s', (_what, prepare) => {
    const bench = createBench();
    prepare(bench);
    bench.receive('a');
    bench.clock.advance(10_000);
    expect(bench.alerts).toEqual([]);
  });

  test("is not told when it is one's own, or gone already, or old", () => {
    const bench = createBench();
    bench.receive('a', { from: 'ada' });
    bench.receive('b', { deleted_at: new Date(startMs).toISOString() });
    bench.receive('c', { created_at: new Date(startMs - 61_000).toISOString() });
    bench.clock.advance(10_000);
    expect(bench.alerts).toEqual([]);
  });

  test('is not told when it is read elsewhere at once', () => {
    const bench = createBench();
    bench.receive('a');
    bench.change({ read_seq: 5 });
    bench.clock.advance(10_000);
    expect(bench.alerts).toEqual([]);
  });

  test('is not told any more once the app has let go', () => {
    const bench = createBench();
    bench.receive('a');
    bench.end();
    bench.clock.advance(10_000);
    expect(bench.alerts).toEqual([]);
  });
});
