import { expect, test } from 'bun:test';
import { StoreError, type MediaRecord } from '@parley/core';
import { createFakeClock, createMemoryState, createMemoryStorage, settle } from '@parley/core/testing';
import type { UserId } from '@parley/protocol';
import { BlobError } from './blobs/blob-store.ts';
import { createSweep } from './sweep.ts';

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;
const sha = (digit: string) => digit.repeat(64);

/** The store in memory, and a store of bytes that is a list of keys. */
function createBench({ isAlone = true } = {}) {
  const clock = createFakeClock();
  const state = createMemoryState();
  const { media, cluster } = createMemoryStorage(state, isAlone ? undefined : clock);
  const keys = new Set<string>();
  const warnings: unknown[] = [];
  const fault = { error: undefined as Error | undefined };
  /** when the store fails: a record is removed by then, or not */
  const away = new Set<'before' | 'behind'>();
  const unlessAway = (when: 'before' | 'behind') => {
    if (away.has(when)) throw new StoreError('failed', 'The store is away.');
  };
  const journal = { records: 0 };
  /** @param onErase waited for before a key is removed */
  const create = (onErase: () => Promise<unknown> = () => Promise.resolve()) =>
    createSweep({
      media: {
        ...media,
        async remove(...given) {
          unlessAway('before');
          const removal = await media.remove(...given);
          unlessAway('behind');
          return removal;
        },
      },
      blobs: {
        async remove(key) {
          if (fault.error !== undefined) throw fault.error;
          await onErase();
          keys.delete(key);
        },
      },
      cluster,
      areMessagesWaiting: () => journal.records > 0,
      removeExpired: async () => 0,
      clock,
      warn: (_what, error) => void warnings.push(error),
    });
  function start(...given: Parameters<typeof create>) {
    const sweep = create(...given);
    sweep.start();
    return sweep;
  }
  async function add(digit: string, content = digit): Promise<MediaRecord> {
    const id = digit.repeat(32);
    const record: MediaRecord = {
      media: { id, file: `${id}.bin`, kind: 'file', mimeType: 'x/y', filename: 'x', size: 1 },
      owner: 'ann' as UserId,
      sha256: sha(content),
      createdAt: clock.nowMs(),
      claimedAt: clock.nowMs(),
    };
    await media.create(record);
    keys.add(sha(content));
    keys.add(`${sha(content)}.thumbnail`);
    return record;
  }
  return { clock, state, media, keys, warnings, fault, away, journal, add, create, start };
}

test('MED9: what nobody has used for a day goes, with its bytes, and nothing younger', async () => {
  const { clock, media, keys, add, start } = createBench();
  const sweep = start();
  await add('a');
  clock.advance(day - minute);
  await add('b');
  clock.advance(2 * minute);
  await sweep.run();
  expect(await media.find('a'.repeat(32))).toBeUndefined();
  expect(await media.find('b'.repeat(32))).toBeDefined();
  expect([...keys]).toEqual([sha('b'), `${sha('b')}.thumbnail`]);
  expect(await media.listCondemned(Infinity)).toEqual([]);
  await sweep.close();
});

test('MED9: bytes stay while any record names them', async () => {
  const { clock, media, keys, add, start } = createBench();
  const sweep = start();
  await add('a', 'c');
  clock.advance(day - minute);
  await add('b', 'c');
  clock.advance(2 * minute);
  await sweep.run();
  expect((await media.list('', 10)).map(({ media: { id } }) => id)).toEqual(['b'.repeat(32)]);
  expect(keys.has(sha('c'))).toBe(true);
  await sweep.close();
});

test('MED9: what a deleted message carried goes soon, unless somebody is about to send it again', async () => {
  const { clock, media, keys, add, start } = createBench();
  const sweep = start();
  await sweep.run();
  clock.advance(minute / 2);
  const { media: released } = await add('a');
  sweep.release(released.id);
  clock.advance(minute / 2);
  await settle();
  // It was made only now: a message that carries it may be on its way.
  expect(await media.find(released.id)).toBeDefined();
  for (let passed = 0; passed < 2; passed += 1) {
    clock.advance(minute);
    await settle();
  }
  expect(await media.find(released.id)).toBeUndefined();
  expect(keys.size).toBe(0);
  await sweep.close();
});

test('MED9: an erasure that ended half-way is finished: at once by a store of one, later by others', async () => {
  for (const isAlone of [true, false]) {
    const { clock, media, keys, add, start } = createBench({ isAlone });
    await media.condemn(sha('d'), clock.nowMs());
    keys.add(sha('d'));
    const sweep = start();
    await sweep.run();
    expect(keys.has(sha('d'))).toBe(!isAlone);
    clock.advance(11 * minute);
    await sweep.run();
    expect(keys.has(sha('d'))).toBe(false);
    await add('d');
    expect(await media.find('d'.repeat(32))).toBeDefined();
    await sweep.close();
  }
});

test('MED9: a process that ends behind the removal of a record leaves its bytes to the next one', async () => {
  const { clock, media, keys, add, start } = createBench();
  const { media: removed } = await add('a');
  expect(await media.remove(removed.id, clock.nowMs(), clock.nowMs())).toBe('condemned');
  const sweep = start();
  await sweep.run();
  expect([...keys]).toEqual([]);
  await add('a');
  expect(await media.find(removed.id)).toBeDefined();
  await sweep.close();
});

test('MED9: what was condemned for this sweep is erased at once, so that the same can be sent again', async () => {
  const { clock, media, keys, add, start } = createBench();
  const sweep = start();
  await sweep.run();
  const { media: removed, sha256 } = await add('a');
  await media.remove(removed.id, clock.nowMs(), clock.nowMs());
  sweep.eraseSoon(sha256, clock.nowMs());
  await settle();
  expect([...keys, ...(await media.listCondemned(Infinity))]).toEqual([]);
  await sweep.close();
});

test('MED9: what fails is said, and tried again', async () => {
  const { clock, media, keys, warnings, fault, add, start } = createBench();
  await add('a');
  const sweep = start();
  fault.error = new BlobError('unavailable', 'S3 is away.');
  clock.advance(day + minute);
  await sweep.run();
  expect(warnings).toContain(fault.error);
  fault.error = undefined;
  clock.advance(11 * minute);
  await sweep.run();
  expect([...keys]).toEqual([]);
  expect(await media.listCondemned(Infinity)).toEqual([]);
  await sweep.close();
  expect(clock.pending()).toBe(0);
});

test('MED9: a store that fails before or behind the removal of a record leaves no bytes that nothing names', async () => {
  for (const when of ['before', 'behind'] as const) {
    const { clock, media, keys, away, add, start } = createBench();
    const sweep = start();
    await sweep.run();
    const { media: released } = await add('a');
    sweep.release(released.id);
    away.add(when);
    clock.advance(2 * minute);
    await settle();
    expect(keys.size).toBe(2);
    away.clear();
    clock.advance(minute);
    await settle();
    // Whether it was condemned nobody has heard: it is found among what has been for long.
    for (let passed = 0; passed < 20; passed += 1) {
      clock.advance(minute);
      await settle();
    }
    expect(await media.find(released.id)).toBeUndefined();
    expect([...keys]).toEqual([]);
    await sweep.close();
  }
});

test('MED9: who began an erasure goes on with it in a minute, so that the same can be sent again', async () => {
  const { clock, media, fault, start, add } = createBench();
  const sweep = start();
  await sweep.run();
  // An upload that could not be kept.
  sweep.eraseSoon(sha('a'));
  fault.error = new BlobError('unavailable', 'S3 is away.');
  clock.advance(minute);
  await settle();
  expect(await media.listCondemned(Infinity)).toEqual([sha('a')]);
  fault.error = undefined;
  clock.advance(minute);
  await settle();
  await add('a');
  expect(await media.find('a'.repeat(32))).toBeDefined();
  await sweep.close();
});

test('MED9: what another node may have erased meanwhile is not erased again', async () => {
  const { clock, media, keys, fault, start, add } = createBench({ isAlone: false });
  const sweep = start();
  await sweep.run();
  sweep.eraseSoon(sha('a'));
  fault.error = new BlobError('unavailable', 'S3 is away.');
  clock.advance(minute);
  await settle();
  clock.advance(11 * minute);
  fault.error = undefined;
  await media.forget(sha('a'));
  await add('a');
  clock.advance(minute);
  await settle();
  expect(keys.has(sha('a'))).toBe(true);
  await sweep.close();
});

test('MED9: of nodes that find an erasure unfinished at the same moment one finishes it', async () => {
  const { clock, media, keys, add, start } = createBench({ isAlone: false });
  await media.condemn(sha('a'), clock.nowMs());
  clock.advance(11 * minute);
  const isFree = Promise.withResolvers();
  const [quick, slow] = [start(), start(() => isFree.promise)];
  const swept = [quick.run(), slow.run()];
  await swept[0];
  // The very same is sent once more.
  await add('a');
  isFree.resolve(undefined);
  await Promise.all(swept);
  const isThere = (await media.find('a'.repeat(32))) !== undefined;
  expect([isThere, keys.has(sha('a'))]).toEqual([true, true]);
  await Promise.all([quick.close(), slow.close()]);
});

test('MED9 JRN1: nothing goes while messages wait in the journal, which may carry it', async () => {
  const { clock, media, journal, add, start } = createBench();
  const sweep = start();
  await add('a');
  await add('b');
  journal.records = 1;
  sweep.release('a'.repeat(32));
  clock.advance(2 * day);
  await settle();
  await sweep.run();
  expect(await media.find('a'.repeat(32))).toBeDefined();
  expect(await media.find('b'.repeat(32))).toBeDefined();
  journal.records = 0;
  await sweep.run();
  expect(await media.find('a'.repeat(32))).toBeUndefined();
  expect(await media.find('b'.repeat(32))).toBeUndefined();
});

test('MED9 JRN1: what another node claimed stays until its messages are stored, however long that takes', async () => {
  const { clock, state, media, add, start } = createBench({ isAlone: false });
  const sweep = start();
  const other = createMemoryStorage(state, clock, 'other');
  const { media: released } = await add('a');
  const { media: unused } = await add('b');
  for (const { id } of [released, unused]) await other.media.claim(id, clock.nowMs());
  sweep.release(released.id);
  clock.advance(2 * day);
  await sweep.run();
  expect(await media.find(released.id)).toBeDefined();
  expect(await media.find(unused.id)).toBeDefined();
  await other.cluster?.dropClaims(clock.nowMs());
  clock.advance(minute);
  await settle();
  expect(await media.find(released.id)).toBeUndefined();
  await sweep.run();
  expect(await media.find(unused.id)).toBeUndefined();
  await sweep.close();
});

test('MED9 JRN1: a node keeps its claims while messages wait in its journal, and leaves none when it stops', async () => {
  const { clock, state, media, journal, add, start } = createBench({ isAlone: false });
  const { media: carried } = await add('a');
  await media.claim(carried.id, clock.nowMs());
  journal.records = 1;
  const sweep = start();
  clock.advance(day);
  await sweep.run();
  await sweep.close();
  expect([...state.claims.keys()]).toEqual([carried.id]);
  journal.records = 0;
  const again = start();
  await again.run();
  expect([...state.claims.keys()]).toEqual([]);
  await media.claim(carried.id, clock.nowMs());
  await again.close();
  expect([...state.claims.keys()]).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test('MED9 JRN1: nothing goes before the journal is read', async () => {
  const { clock, state, media, add, create } = createBench({ isAlone: false });
  const { media: carried } = await add('a');
  await media.claim(carried.id, clock.nowMs());
  clock.advance(2 * day);
  const sweep = create();
  await settle();
  await sweep.close();
  expect(await media.find(carried.id)).toBeDefined();
  expect([...state.claims.keys()]).toEqual([carried.id]);
});
