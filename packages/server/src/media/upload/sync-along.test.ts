import { expect, test } from 'bun:test';
import { createSyncAlong, SYNC_BYTES } from './sync-along.ts';

/** A file whose syncs end when the test says so. */
function startFile() {
  const calls: PromiseWithResolvers<undefined>[] = [];
  const along = createSyncAlong({
    datasync() {
      const call = Promise.withResolvers<undefined>();
      calls.push(call);
      return call.promise;
    },
  });
  return { along, calls };
}

/** What follows at once has happened. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

test('MED6: a file is synced while it grows, one sync at a time in the process', async () => {
  const [one, other] = [startFile(), startFile()];
  one.along.wrote(SYNC_BYTES - 1);
  await soon();
  expect(one.calls).toHaveLength(0);
  one.along.wrote(1);
  one.along.wrote(SYNC_BYTES);
  other.along.wrote(SYNC_BYTES);
  await soon();
  expect([one.calls.length, other.calls.length]).toEqual([1, 0]);
  one.calls[0]?.resolve(undefined);
  await one.along.settled();
  other.along.wrote(1);
  await soon();
  expect(other.calls).toHaveLength(1);
  other.calls[0]?.resolve(undefined);
  await other.along.settled();
});

test('MED6, OPS4: a sync that failed is met at the end, is not tried again, and keeps no other file from it', async () => {
  const [one, other] = [startFile(), startFile()];
  one.along.wrote(SYNC_BYTES);
  await soon();
  one.calls[0]?.reject(new Error('EIO'));
  await one.along.settled().catch(() => undefined);
  one.along.wrote(SYNC_BYTES);
  expect(await one.along.settled().catch(String)).toBe('Error: EIO');
  expect(one.calls).toHaveLength(1);
  other.along.wrote(SYNC_BYTES);
  await soon();
  other.calls[0]?.resolve(undefined);
  await other.along.settled();
  expect(other.calls).toHaveLength(1);
});
