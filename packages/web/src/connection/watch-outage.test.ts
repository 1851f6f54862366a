import { describe, expect, test } from 'bun:test';
import { createStore, type ConnectionState } from '@parley/client';
import { createHandClock } from '../testing/hand-clock.ts';
import type { Outage } from './outage.ts';
import { watchOutage } from './watch-outage.ts';

function createBench() {
  const clock = createHandClock();
  const connection = createStore<ConnectionState>({ status: 'idle' });
  const isCurrent = createStore(false);
  const shown: (Outage | undefined)[] = [];
  const end = watchOutage({ connection, isCurrent }, clock, (outage) => shown.push(outage));
  return {
    clock,
    shown,
    end,
    last: () => shown.at(-1),
    goOnline(isUpToDate = true) {
      connection.set({ status: 'online', userId: 'ada', sessionId: 's' });
      isCurrent.set(isUpToDate);
    },
    catchUp: () => isCurrent.set(true),
    lose() {
      isCurrent.set(false);
      connection.set({ status: 'waiting', sinceMs: clock.monotonicMs(), retryMs: 400 });
    },
    connect: (sinceMs: number) => connection.set({ status: 'connecting', sinceMs }),
    refuse(message: string) {
      const reason = { code: 'overloaded', message, retry: true } as const;
      connection.set({ status: 'waiting', sinceMs: 1_000, retryMs: 5_000, reason });
    },
    signOut: () =>
      connection.set({
        status: 'signed-out',
        reason: { code: 'unauthenticated', message: 'Ended.', retry: false },
      }),
  };
}

describe('an outage', () => {
  test('of less than two seconds is never shown', () => {
    const bench = createBench();
    bench.goOnline();
    bench.lose();
    bench.clock.advance(1_900);
    bench.goOnline();
    bench.clock.advance(10_000);
    expect(bench.shown.every((outage) => outage === undefined)).toBe(true);
  });

  test('is shown after two seconds, with the time of the next try', () => {
    const bench = createBench();
    bench.goOnline();
    bench.lose();
    bench.clock.advance(1_999);
    expect(bench.last()).toBeUndefined();
    bench.clock.advance(1);
    expect(bench.last()).toEqual({ status: 'waiting', sinceMs: 1_000, retryAtMs: 1_400 });
  });

  test('counts from the loss, however often is tried', () => {
    const bench = createBench();
    bench.goOnline();
    bench.lose();
    bench.clock.advance(1_500);
    bench.connect(1_000);
    bench.clock.advance(500);
    expect(bench.last()).toEqual({ status: 'connecting', sinceMs: 1_000 });
  });

  test('that was shown goes on as catching up, and ends when all is there', () => {
    const bench = createBench();
    bench.lose();
    bench.clock.advance(3_000);
    bench.goOnline(false);
    expect(bench.last()?.status).toBe('catching-up');
    bench.catchUp();
    expect(bench.last()).toBeUndefined();
  });

  test('begins two seconds after a connection that brings nothing', () => {
    const bench = createBench();
    bench.goOnline(false);
    bench.clock.advance(1_999);
    expect(bench.last()).toBeUndefined();
    bench.clock.advance(1);
    expect(bench.last()?.status).toBe('catching-up');
  });

  test('says why the server refused, also during the next try', () => {
    const bench = createBench();
    bench.lose();
    bench.clock.advance(2_000);
    bench.refuse('Too many people.');
    expect(bench.last()?.reason?.message).toBe('Too many people.');
    bench.connect(1_000);
    expect(bench.last()?.reason?.message).toBe('Too many people.');
    bench.lose();
    expect(bench.last()?.reason).toBeUndefined();
  });

  test('is over for whoever is signed out, and for whoever no longer looks', () => {
    const bench = createBench();
    bench.lose();
    bench.clock.advance(2_000);
    bench.signOut();
    expect(bench.last()).toBeUndefined();
    bench.lose();
    bench.end();
    const count = bench.shown.length;
    bench.clock.advance(10_000);
    expect(bench.shown).toHaveLength(count);
  });
});
