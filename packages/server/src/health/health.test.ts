import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createHealth } from './health.ts';

function createWatched(ping: () => Promise<void>) {
  const clock = createFakeClock();
  const chat = {
    pipelineHealth: () => {
      throw new Error('not asked for here');
    },
  };
  return { clock, health: createHealth({ clock, chat, storage: { engine: 'memory', ping } }) };
}

test('OPS2: ready is who has started, does not drain and has a store', async () => {
  const { health } = createWatched(() => Promise.resolve());
  expect(await health.readiness()).toBe('starting');
  health.finishStart();
  expect(await health.readiness()).toBe('ready');
  health.startDraining();
  expect(await health.readiness()).toBe('draining');
  health.finishStart();
  expect(await health.readiness()).toBe('draining');
});

test('OPS4: a store that fails or hangs is down, and the node is not ready', async () => {
  const failing = createWatched(() => Promise.reject(new Error('away')));
  failing.health.finishStart();
  expect(await failing.health.readiness()).toBe('unavailable');
  const hanging = createWatched(() => new Promise(() => undefined));
  hanging.health.finishStart();
  const asked = Promise.all([hanging.health.readiness(), hanging.health.store()]);
  hanging.clock.advance(2_000);
  expect(await asked).toMatchObject(['unavailable', { status: 'down', latency_ms: null, breaker: null }]);
});

test('LIM1: however many ask, the store gets one ping at a time', async () => {
  let pings = 0;
  const { health } = createWatched(async () => void (pings += 1));
  await Promise.all([health.store(), health.store(), health.store()]);
  expect(pings).toBe(1);
  await health.store();
  expect(pings).toBe(2);
});

test('OPS4: a slow store is degraded, by its own latency', async () => {
  let answer = (): void => undefined;
  const { clock, health } = createWatched(() => new Promise((resolve) => (answer = resolve)));
  const asked = health.store();
  clock.advance(300);
  answer();
  expect(await asked).toMatchObject({ status: 'degraded', latency_ms: 300, engine: 'memory' });
});
