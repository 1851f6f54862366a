import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createHealth } from './health.ts';

const restingPipeline = {
  status: 'healthy',
  queued: 0,
  in_flight: 0,
  batch_size: 25,
  batch_size_limit: 2_000,
  last_batch: null,
  commit_ms: null,
  flushed_total: 0,
  retried_total: 0,
  failed_total: 0,
  journal: null,
} as const;

function createWatched(
  ping: () => Promise<void>,
  {
    state = 'closed',
    hasJournalRoom = false,
  }: { state?: 'closed' | 'open' | 'half_open'; hasJournalRoom?: boolean } = {},
) {
  const clock = createFakeClock();
  const breaker = { state, opened_total: 0, since: null, retry_at: null };
  const media = () => Promise.resolve({ status: 'off', place: null } as const);
  const chat = {
    pipelineHealth: () => ({ ...restingPipeline, breaker }),
    hasJournalRoom: () => hasJournalRoom,
  };
  return { clock, health: createHealth({ clock, chat, storage: { engine: 'memory', ping }, media }) };
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
  expect(await asked).toMatchObject(['unavailable', { status: 'down', latency_ms: null, breaker: 'closed' }]);
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

test('BRK1: a store whose breaker is open is down, half open it is degraded, whatever a ping says', async () => {
  const open = createWatched(() => Promise.resolve(), { state: 'open' });
  expect(await open.health.store()).toMatchObject({ status: 'down', breaker: 'open' });
  const trying = createWatched(() => Promise.resolve(), { state: 'half_open' });
  expect(await trying.health.store()).toMatchObject({ status: 'degraded', breaker: 'half_open' });
});

test('JRN1: without a store a node is of use while its journal has room', async () => {
  const away = () => Promise.reject(new Error('away'));
  const useful = createWatched(away, { hasJournalRoom: true });
  useful.health.finishStart();
  expect(await useful.health.readiness()).toBe('ready');
  const useless = createWatched(away);
  useless.health.finishStart();
  expect(await useless.health.readiness()).toBe('unavailable');
});
