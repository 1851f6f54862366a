import { expect, test } from 'bun:test';
import { createMemoryStorage, refusalOf, valueOf } from '@parley/core/testing';
import type { UserId } from '@parley/protocol';
import { createUploadRoom } from './upload-room.ts';

const [ann, bob] = ['ann' as UserId, 'bob' as UserId];

function createBench(quotaBytes = 0) {
  const { media } = createMemoryStorage();
  const disk = { free: 3_000 };
  const limits = { maxUploadBytes: 1_000, quotaBytes, minFreeBytes: 1_000 };
  const freeBytes = async () => disk.free;
  return { disk, room: createUploadRoom({ media, limits, folder: '', freeBytes }) };
}

test('MED6: what is announced and does not come keeps no space from others', async () => {
  const { room } = createBench();
  for (let n = 0; n < 20; n += 1) valueOf(await room.announce(ann, 1_000));
  valueOf(await room.reserve(bob, 1_000));
  valueOf(await room.expect(ann, 1_000));
  expect(refusalOf(await room.expect(bob, 1)).code).toBe('unavailable');
});

test('MED6: bytes on their way count until they are on the disk, and once', async () => {
  const { room, disk } = createBench();
  const first = valueOf(await room.reserve(ann, 1_000));
  disk.free -= 600;
  first.arrived(600);
  // Of 2,000 that may be used 600 are, and 400 more will be.
  const second = valueOf(await room.reserve(bob, 1_000));
  expect(refusalOf(await room.reserve(bob, 1)).code).toBe('unavailable');
  second.release();
  second.release();
  first.release();
  first.arrived(400);
  disk.free -= 400;
  valueOf(await room.reserve(bob, 1_000));
  expect(refusalOf(await room.announce(ann, 1)).code).toBe('unavailable');
});

test('MED6: one upload may take what space there is, several of one person leave half of it to others', async () => {
  const { room, disk } = createBench();
  disk.free = 2_000;
  const whole = valueOf(await room.reserve(ann, 1_000));
  whole.release();
  const half = valueOf(await room.reserve(ann, 500));
  expect(refusalOf(await room.reserve(ann, 100))).toMatchObject({ code: 'rate_limited', retry: true });
  valueOf(await room.reserve(bob, 500));
  half.release();
  expect(refusalOf(await room.reserve(bob, 100)).code).toBe('rate_limited');
});

test('MED6: of two that come at once and do not both fit, the first is taken', async () => {
  const { room, disk } = createBench(1_000);
  const outcomes = async (tasks: readonly Promise<{ ok: boolean }>[]) =>
    (await Promise.all(tasks)).map(({ ok }) => ok);
  expect(await outcomes([room.announce(ann, 600), room.announce(ann, 600)])).toEqual([true, false]);
  expect(await outcomes([room.reserve(ann, 400), room.reserve(ann, 1)])).toEqual([true, false]);
  disk.free = 2_000;
  expect(await outcomes([room.expect(bob, 400), room.expect(bob, 300)])).toEqual([true, false]);
});

test('MED6: a form that does not say its size is judged by what is there, and keeps space for the largest', async () => {
  const { room, disk } = createBench();
  disk.free = 1_500;
  const unknown = valueOf(await room.reserve(ann, undefined));
  expect(unknown.maxBytes).toBe(1_000);
  expect(refusalOf(await room.reserve(bob, 1)).code).toBe('unavailable');
  unknown.release();
  valueOf(await room.reserve(bob, 0));
  valueOf(await room.reserve(bob, 500));
});
