import { describe, expect, test } from 'bun:test';
import { backoffMs } from './backoff.ts';
import { createConnection, type Connection } from './connection.ts';
import type { TransportEvents } from './ports/transport.ts';
import { createFakeClock, type FakeClock } from './testing/fake-clock.ts';

const ready = { user_id: 'ann', session_id: 's', server_time: '2030-01-01T00:00:00.000Z', generation: 'g' };

/** A connection over a transport that does what the test says. Chance always says 1/2. */
function createBench(): {
  clock: FakeClock;
  connection: Connection;
  opened: TransportEvents[];
  asked: string[];
  answers: unknown[];
  seen: string[];
} {
  const clock = createFakeClock();
  const opened: TransportEvents[] = [];
  const asked: string[] = [];
  const answers: unknown[] = [];
  const seen: string[] = [];
  const connection = createConnection({
    transport: (_token, events) => {
      opened.push(events);
      return {
        request: async (event) => {
          asked.push(event);
          return answers.shift();
        },
        close: () => undefined,
      };
    },
    clock,
    random: { fraction: () => 0.5, bytes: (count) => new Uint8Array(count) },
    onReady: () => seen.push('ready'),
    onEvent: (name) => seen.push(name),
    onLost: () => seen.push('lost'),
  });
  connection.start('token');
  return { clock, connection, opened, asked, answers, seen };
}

describe('a connection', () => {
  test('SYN2: tells of events only after ready, and of every loss once', () => {
    const { opened, seen, connection } = createBench();
    opened[0]?.event('message', {});
    opened[0]?.opened();
    opened[0]?.event('ready', ready);
    opened[0]?.event('message', {});
    opened[0]?.closed();
    expect(seen).toEqual(['ready', 'message', 'lost']);
    expect(connection.state.getSnapshot()).toMatchObject({ status: 'waiting', retryMs: 250 });
  });

  test('RCV1: a refused connect is tried again, later and later, and at once when woken', async () => {
    const { clock, opened, connection } = createBench();
    const waits: number[] = [];
    for (let tried = 0; tried < 9; tried++) {
      opened.at(-1)?.refused(undefined);
      const state = connection.state.getSnapshot();
      if (state.status === 'waiting') waits.push(state.retryMs);
      await clock.advance(15_000);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    opened.at(-1)?.refused(undefined);
    const tries = opened.length;
    connection.wake();
    expect(opened.length).toBe(tries + 1);
  });

  test('RCV1: a node that drains says when to come back', async () => {
    const { clock, opened } = createBench();
    opened[0]?.opened();
    opened[0]?.event('ready', ready);
    opened[0]?.event('closing', { retry_after_ms: 7_000 });
    opened[0]?.closed();
    await clock.advance(6_999);
    expect(opened).toHaveLength(1);
    await clock.advance(1);
    expect(opened).toHaveLength(2);
  });

  test('LIM1: a refusal that names a time is not tried before', async () => {
    const { clock, opened } = createBench();
    opened[0]?.refused({ code: 'overloaded', message: 'full', retry: true, retry_after_ms: 60_000 });
    await clock.advance(59_999);
    expect(opened).toHaveLength(1);
    await clock.advance(1);
    expect(opened).toHaveLength(2);
  });

  test('SEC1: a token that counts no longer is not tried again, a cut session neither', async () => {
    for (const cut of [false, true]) {
      const { clock, opened, connection } = createBench();
      const reason = { code: 'unauthenticated', message: 'ended', retry: false } as const;
      if (cut) {
        opened[0]?.opened();
        opened[0]?.event('ready', ready);
        opened[0]?.event('error', reason);
        opened[0]?.closed();
      } else opened[0]?.refused(reason);
      await clock.advance(600_000);
      expect(opened).toHaveLength(1);
      expect(connection.state.getSnapshot()).toEqual({ status: 'signed-out', reason });
    }
  });

  test('RCV1: a socket that opens and never gets ready is given up', async () => {
    const { clock, opened } = createBench();
    opened[0]?.opened();
    await clock.advance(20_000);
    expect(opened).toHaveLength(2);
  });

  test('RCV1: woken while online, it asks for a sign of life, and comes back at once where there is none', async () => {
    const { clock, opened, connection, asked, answers, seen } = createBench();
    opened[0]?.opened();
    opened[0]?.event('ready', ready);
    answers.push({ ok: true, conversations: [] });
    connection.wake();
    connection.wake();
    await clock.advance(1_000);
    expect([asked, opened.length]).toEqual([['sync'], 1]);
    connection.wake();
    await clock.advance(0);
    expect([opened.length, seen.at(-1)]).toEqual([2, 'lost']);
  });

  test('SND2: a request is repeated after silence and passing refusals, not after one that is final', async () => {
    const { clock, opened, connection, asked, answers } = createBench();
    opened[0]?.opened();
    opened[0]?.event('ready', ready);
    const error = { code: 'unavailable', message: 'not now', retry: true };
    answers.push(undefined, { ok: false, error }, { ok: true, seq: 3 });
    const done = connection.request('mark_read', { conversation: 'c', seq: 3 });
    await clock.advance(30_000);
    expect(await done).toMatchObject({ ok: true, value: { seq: 3 } });
    expect(asked).toHaveLength(3);
    answers.push({ ok: false, error: { code: 'forbidden', message: 'no', retry: false } });
    expect(await connection.request('mark_read', { conversation: 'c', seq: 3 })).toMatchObject({ ok: false });
    expect(asked).toHaveLength(4);
  });
});

test('RCV1: back-off is anywhere between nothing and a bound that doubles, up to its maximum', () => {
  const range = { baseMs: 100, maxMs: 1_000 };
  const bounds = [0, 1, 2, 9, 4_000].map((attempt) => Math.ceil(backoffMs(range, attempt, 0.999_999)));
  expect(bounds).toEqual([100, 200, 400, 1_000, 1_000]);
  expect(backoffMs(range, 5, 0)).toBe(0);
});
