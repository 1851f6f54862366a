import { expect, test } from 'bun:test';
import { accept } from '@parley/protocol';
import { createFakeClock } from '@parley/core/testing';
import { identityOf, next, startSocketServer } from './testing/start-socket-server.ts';

const minuteMs = 60_000;

/** Tokens are minutes, counted from the clock's start: `3` ends after three of them. */
async function start() {
  const clock = createFakeClock();
  const startMs = clock.nowMs();
  const started = await startSocketServer({
    clock,
    authenticator: {
      authenticate: (token) =>
        Promise.resolve(accept(identityOf('ann', { expiresAtMs: startMs + Number(token) * minuteMs }))),
    },
  });
  return { ...started, clock };
}

test('SEC1: each socket is cut when its own token ends, the others stay', async () => {
  const { readyClient, clock } = await start();
  const late = await readyClient('3');
  const early = await readyClient('1');
  const gone = next(early, 'disconnect');
  clock.advance(minuteMs);
  await gone;
  expect(late.connected).toBe(true);
  const goneToo = next(late, 'disconnect');
  clock.advance(2 * minuteMs);
  await goneToo;
  expect(clock.pending()).toBe(0);
});

test('SEC1: an end already past comes at once, and a clock set forward is noticed within a second', async () => {
  const { readyClient, clock } = await start();
  const past = await readyClient('0');
  const gone = next(past, 'disconnect');
  clock.advance(1_000);
  await gone;
  const far = await readyClient('9999');
  const farGone = next(far, 'disconnect');
  clock.jump(9_999 * minuteMs);
  clock.advance(1_000);
  await farGone;
});
