import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaRecord } from '@parley/core';
import { createFakeClock, createMemoryStorage } from '@parley/core/testing';
import { accept, sizes, type UserId } from '@parley/protocol';
import { eventually } from '../testing/eventually.ts';
import { createReceivePoster } from './receive-poster.ts';
import { openUploadFolder } from './upload-folder.ts';
import { createUploadRoom } from './upload-room.ts';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-poster-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const id = 'a'.repeat(32);
const ann = 'ann' as UserId;
const video: MediaRecord = {
  media: { id, file: `${id}.mp4`, kind: 'video', mimeType: 'video/mp4', filename: 'a.mp4', size: 5 },
  owner: ann,
  sha256: 'f'.repeat(64),
  createdAt: 1,
  claimedAt: 1,
};
const request = (body: BodyInit) =>
  new Request('http://localhost/', { method: 'PUT', body, headers: { 'content-type': 'image/jpeg' } });

let made = 0;
async function createBench() {
  made += 1;
  const { media } = createMemoryStorage();
  await media.create(video);
  const folder = await openUploadFolder(join(dataDir, String(made)));
  const clock = createFakeClock();
  const kept: string[] = [];
  const receivePoster = createReceivePoster({
    room: createUploadRoom({
      media,
      limits: { maxUploadBytes: 100, quotaBytes: 0, minFreeBytes: 0 },
      folder: folder.path,
      freeBytes: async () => 1_000_000,
    }),
    folder,
    media,
    clock,
    keepUpload: {
      keep: () => Promise.reject(new Error('only posters come here')),
      async addPoster(record, path) {
        kept.push(await readFile(path, 'utf8'));
        return accept(record);
      },
    },
  });
  return { receivePoster, media, clock, kept, list: () => readdir(folder.path) };
}

const stalled = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('half of'));
    },
  });

test('MED10: a picture that never comes to its end is given up', async () => {
  const { receivePoster, clock, kept, list } = await createBench();
  const receiving = receivePoster(ann, id, request(stalled()));
  await eventually(async () => (await list()).length === 1);
  clock.advance(sizes.receivingMs + 60_000);
  expect(await receiving).toMatchObject({ ok: false, status: 408 });
  expect([kept, await list()]).toEqual([[], []]);
  expect((await receivePoster(ann, id, request('all of it'))).ok).toBe(true);
  expect(clock.pending()).toBe(0);
});

test('MED6: a picture that arrives when its video is in a message by now is too late', async () => {
  const { receivePoster, media, kept, list } = await createBench();
  const sender = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const body = new ReadableStream<Uint8Array>({ start: sender.resolve });
  const receiving = receivePoster(ann, id, request(body));
  await eventually(async () => (await list()).length === 1);
  await media.claim(id, video.createdAt + 1);
  const controller = await sender.promise;
  controller.enqueue(new TextEncoder().encode('all of it'));
  controller.close();
  expect(await receiving).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(kept).toEqual([]);
});

test('MED6: of two who bring a poster the later goes on, whatever has become of the earlier connection', async () => {
  const { receivePoster, kept, list } = await createBench();
  const earlier = receivePoster(ann, id, request(stalled()));
  await eventually(async () => (await list()).length === 1);
  expect((await receivePoster(ann, id, request('all of it'))).ok).toBe(true);
  expect(await earlier).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(kept).toEqual(['all of it']);
  expect(await list()).toEqual([]);
});
