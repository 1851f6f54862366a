import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { BlobError } from '../media/blobs/blob-store.ts';
import { createMediaHealth } from './media-health.ts';

function watch(check: () => Promise<void>, free = 100) {
  const clock = createFakeClock();
  const blobs = { place: 'folder', check } as const;
  const health = createMediaHealth({
    blobs,
    freeBytes: () => Promise.resolve(free),
    minFreeBytes: 50,
    clock,
  });
  return { clock, health };
}

test('MED5: a server without a place for media says so', async () => {
  const clock = createFakeClock();
  const never = () => Promise.reject(new Error('not asked'));
  const health = createMediaHealth({ blobs: undefined, freeBytes: never, minFreeBytes: 0, clock });
  expect(await health()).toEqual({ status: 'off', place: null });
});

test.each([
  ['healthy', () => Promise.resolve(), 100],
  ['full', () => Promise.resolve(), 49],
  ['full', () => Promise.reject(new BlobError('full', 'no space')), 100],
  ['down', () => Promise.reject(new BlobError('unavailable', 'away')), 100],
] as const)('OPS4: a place for media is %p', async (status, check, free) => {
  expect(await watch(check, free).health()).toEqual({ status, place: 'folder' });
});

test('OPS4: a place for media that hangs is down, and is asked once', async () => {
  let asked = 0;
  const { clock, health } = watch(() => {
    asked += 1;
    return new Promise(() => undefined);
  });
  const asking = [health(), health()];
  clock.advance(2_000);
  expect(await Promise.all(asking)).toEqual(new Array(2).fill({ status: 'down', place: 'folder' }));
  expect(asked).toBe(1);
});

test('LIM1: however many ask, the place for media is asked every five seconds', async () => {
  let asked = 0;
  const { clock, health } = watch(async () => void (asked += 1));
  await Promise.all([health(), health()]);
  await health();
  expect(asked).toBe(1);
  clock.advance(5_000);
  await health();
  expect(asked).toBe(2);
});
