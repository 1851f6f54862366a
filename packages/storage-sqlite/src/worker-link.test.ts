import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { StoreError } from '@parley/core';
import { encodeBatch } from './encode-batch.ts';
import { createMessageSource } from './testing/messages.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';
import { createWorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

const temporaryFolder = createTemporaryFolders();

function linkToWriter(lost: 'failed' | 'unknown' = 'unknown') {
  const workers: Worker[] = [];
  const link = createWorkerLink<Writer>({
    spawn() {
      const worker = new Worker(new URL('./writer-worker.ts', import.meta.url));
      workers.push(worker);
      return worker;
    },
    file: join(temporaryFolder(), 'parley.db'),
    lost,
    warn: () => undefined,
  });
  return { link, workers };
}

test('SND2b: when the worker dies, the commits it had not answered are unknown and the next call works', async () => {
  const { link, workers } = linkToWriter();
  await link.call('findGeneration');
  const batch = encodeBatch(createMessageSource().next(2_000));
  const lost = [link.call('commit', batch), link.call('commit', batch)];
  workers[0]?.terminate();
  for (const call of lost) {
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ outcome: 'unknown' });
  }
  expect(await link.call('findGeneration')).toMatch(/./);
  expect(workers).toHaveLength(2);
  await link.close();
});

test('SND2b: a lost read is `failed`', async () => {
  const { link, workers } = linkToWriter('failed');
  const lost = link.call('findGeneration');
  workers[0]?.terminate();
  expect(await lost.catch((reason: unknown) => reason)).toMatchObject({ outcome: 'failed' });
  await link.close();
});

test('SND2b: closing answers what is under way and refuses what comes after', async () => {
  const { link } = linkToWriter();
  const underWay = link.call('findGeneration');
  const closed = link.close();
  expect(await underWay).toMatch(/./);
  await closed;
  expect(await link.call('findGeneration').catch((reason: unknown) => reason)).toMatchObject({
    outcome: 'failed',
  });
});

test('SND2b: an error crosses as data, with its code', async () => {
  const { link } = linkToWriter();
  const session = { id: 's' as never, userId: 'u' as never, tokenHash: 't', device: '', createdAt: 1 };
  await link.call('createSession', session);
  const error: unknown = await link.call('createSession', session).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'StoreError',
    outcome: 'failed',
    message: expect.stringContaining('SQLITE_CONSTRAINT'),
  });
  await link.close();
});
