import { describe, expect, test } from 'bun:test';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createBreaker, type BreakerState } from './breaker.ts';

function start({ random = () => 0.5 }: { random?: () => number } = {}) {
  const clock = createFakeClock();
  const changes: BreakerState[] = [];
  const breaker = createBreaker({
    clock,
    random,
    failuresInARow: 3,
    slowMs: 1_000,
    onChange: (state) => changes.push(state),
  });
  const fail = () => {
    breaker.sent().failed();
  };
  const succeed = (durationMs = 1) => {
    breaker.sent().succeeded(durationMs);
  };
  const open = () => {
    for (let n = 0; n < 3; n += 1) fail();
  };
  return { clock, breaker, changes, fail, succeed, open };
}

describe('breaker', () => {
  test('BRK1: it opens after MAX_RETRIES + 1 failures in a row, and not when one between succeeds', () => {
    const { breaker, fail, succeed, changes } = start();
    for (const act of [fail, fail, succeed, fail, fail]) act();
    expect(breaker.allows()).toBe(true);
    fail();
    expect(breaker.allows()).toBe(false);
    expect(changes).toEqual(['open']);
  });

  test('BRK1: it opens when half of at least 20 batches within 10 s failed', () => {
    const { breaker, fail, succeed, clock } = start();
    for (let n = 0; n < 9; n += 1) {
      succeed();
      fail();
      clock.advance(100);
    }
    expect(breaker.state()).toBe('closed');
    succeed();
    fail();
    expect(breaker.state()).toBe('open');
  });

  test('BRK1: failures of longer ago than 10 s do not count', () => {
    const { breaker, fail, succeed, clock } = start();
    for (let n = 0; n < 9; n += 1) {
      succeed();
      fail();
    }
    clock.advance(11_000);
    for (let n = 0; n < 12; n += 1) succeed();
    for (let n = 0; n < 9; n += 1) {
      fail();
      succeed();
    }
    expect(breaker.state()).toBe('closed');
  });

  test('BRK1: it opens when 60 % of at least 20 batches are slow', () => {
    const { breaker, succeed } = start();
    for (let n = 0; n < 11; n += 1) succeed(1_500);
    for (let n = 0; n < 8; n += 1) succeed(10);
    expect(breaker.state()).toBe('closed');
    succeed(1_500);
    expect(breaker.state()).toBe('open');
  });

  test('BRK1: half open it lets one batch through at a time, and closes after three good ones', () => {
    const { breaker, open, clock, changes } = start();
    open();
    expect(breaker.figures()).toMatchObject({ state: 'open', openedTotal: 1, retryAt: clock.nowMs() + 250 });
    clock.advance(249);
    expect(breaker.allows()).toBe(false);
    clock.advance(1);
    for (let good = 0; good < 3; good += 1) {
      expect(breaker.allows()).toBe(true);
      const probe = breaker.sent();
      expect(breaker.allows()).toBe(false);
      probe.succeeded(5);
    }
    expect(changes).toEqual(['open', 'half_open', 'closed']);
    expect(breaker.allows()).toBe(true);
  });

  test('BRK1: a failed probe opens it again, for up to twice as long, at most 30 s; closing begins anew', () => {
    const { breaker, open, fail, succeed, clock } = start({ random: () => 0.999_999 });
    open();
    const pauses: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const pauseMs = (breaker.figures().retryAt ?? 0) - clock.nowMs();
      pauses.push(Math.round(pauseMs));
      clock.advance(pauseMs + 1);
      expect(breaker.state()).toBe('half_open');
      fail();
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    clock.advance(30_000);
    for (let n = 0; n < 3; n += 1) succeed();
    open();
    expect(Math.round((breaker.figures().retryAt ?? 0) - clock.nowMs())).toBe(500);
  });

  test('BRK1: an attempt counts when it is sent: what was sent before it opened says nothing about a probe', () => {
    const { breaker, open, clock } = start();
    const old = breaker.sent();
    open();
    clock.advance(1_000);
    const probe = breaker.sent();
    old.succeeded(1_200);
    expect(breaker.allows()).toBe(false);
    probe.failed();
    expect(breaker.state()).toBe('open');
  });

  test('BRK1: look-ups that fail count as failures, each once; one that succeeds says nothing of writes', () => {
    const { breaker, fail } = start();
    fail();
    breaker.lookUp();
    const late = breaker.lookUp();
    late.failed();
    late.failed();
    expect(breaker.state()).toBe('closed');
    breaker.lookUp().failed();
    expect(breaker.state()).toBe('open');
  });

  test('BRK1: a look-up from before it opened says nothing when it is half open, a new one that fails opens it', () => {
    const { breaker, open, clock } = start();
    const old = breaker.lookUp();
    open();
    clock.advance(1_000);
    old.failed();
    expect(breaker.state()).toBe('half_open');
    breaker.lookUp().failed();
    expect(breaker.state()).toBe('open');
  });
});
