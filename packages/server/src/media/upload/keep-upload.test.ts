import { afterAll, beforeAll, expect, test } from 'bun:test';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeClock, createMemoryStorage, refusalOf, valueOf } from '@parley/core/testing';
import { accept, refuse, type UserId } from '@parley/protocol';
import { createFolderBlobs } from '../blobs/folder-blobs.ts';
import { BlobError, type BlobStore } from '../blobs/blob-store.ts';
import type { Understanding } from '../understand/understand.ts';
import { eventually } from '../testing/eventually.ts';
import { createKeepUpload } from './keep-upload.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-keep-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Says that everything is a video, and that a poster's thumbnail is the poster. */
const understanding: Pick<Understanding, 'understand' | 'understandPoster'> = {
  understand: async (path) =>
    (await readFile(path, 'utf8')) === 'hostile'
      ? refuse('unsupported_type', 'No.')
      : accept({ media: { kind: 'video', mimeType: 'video/mp4' }, extension: 'mp4' }),
  async understandPoster(path) {
    await copyFile(path, `${path}.thumbnail`);
    return accept({ thumbnail: `${path}.thumbnail`, width: 1, height: 1, placeholder: 'hash' });
  },
};

let made = 0;
async function createBench(wrap: (blobs: BlobStore) => BlobStore = (blobs) => blobs) {
  made += 1;
  const own = join(folder, String(made));
  const blobs = wrap(await createFolderBlobs({ folder: `${own}.blobs` }));
  const clock = createFakeClock();
  const { media } = createMemoryStorage();
  const failed: string[] = [];
  const keepUpload = createKeepUpload({
    media,
    blobs,
    understanding,
    clock,
    onFailed: (sha256) => void failed.push(sha256),
  });
  async function file(name: string, text: string): Promise<string> {
    await writeFile(`${own}.${name}`, text);
    return `${own}.${name}`;
  }
  const arrived = async (digit: string, text = 'bytes') => ({
    id: digit.repeat(32),
    owner: 'ann' as UserId,
    path: await file(digit, text),
    size: text.length,
    sha256: 'f'.repeat(64),
    filename: 'a.mp4',
    wishes: { voice: false },
  });
  const left = async () => (await readdir(folder)).filter((name) => name.startsWith(`${made}.`)).toSorted();
  return { blobs, clock, media, failed, keepUpload, file, arrived, left };
}

test('MED6: what arrived is understood, recorded and kept; the same again changes nothing', async () => {
  const { keepUpload, media, blobs, arrived } = await createBench();
  const upload = await arrived('a');
  const record = valueOf(await keepUpload.keep(upload));
  expect(record.media).toMatchObject({ id: upload.id, file: `${upload.id}.mp4`, filename: 'a.mp4', size: 5 });
  expect(await blobs.size(upload.sha256)).toBe(5);
  expect(await media.find(upload.id)).toEqual(record);
  expect(valueOf(await keepUpload.keep(upload))).toEqual(record);
});

test('MED7: what is kept once more, after a crash behind its record, is in no message for that', async () => {
  const { keepUpload, clock, arrived } = await createBench();
  const upload = await arrived('a');
  valueOf(await keepUpload.keep(upload));
  clock.advance(1_000);
  const again = valueOf(await keepUpload.keep(upload));
  expect([again.createdAt, again.claimedAt]).toEqual([clock.nowMs(), clock.nowMs()]);
});

test('MED6: what is refused leaves no record, no bytes and no files but the caller’s', async () => {
  const { keepUpload, media, blobs, arrived, left } = await createBench();
  const upload = await arrived('a', 'hostile');
  expect(refusalOf(await keepUpload.keep(upload)).code).toBe('unsupported_type');
  expect(await media.find(upload.id)).toBeUndefined();
  expect(await blobs.size(upload.sha256)).toBeUndefined();
  expect(await left()).toEqual([expect.stringMatching(/\.a$/), expect.stringMatching(/\.blobs$/)]);
});

test('MED6: a store that fails half-way leaves the file where it was, for another try, and its bytes to the sweep', async () => {
  let isAway = true;
  const { keepUpload, media, failed, arrived, left } = await createBench((blobs) => ({
    ...blobs,
    async put(key, path) {
      if (!isAway) return blobs.put(key, path);
      await rm(path);
      throw new BlobError('unavailable', 'away');
    },
  }));
  const upload = await arrived('a');
  expect(await keepUpload.keep(upload).catch(String)).toContain('away');
  expect(failed).toEqual([upload.sha256]);
  expect(await media.find(upload.id)).toBeUndefined();
  // Should the process end here, the next one finds it.
  expect(await media.listCondemned(Infinity)).toEqual([upload.sha256]);
  await media.forget(upload.sha256);
  isAway = false;
  expect((await keepUpload.keep(upload)).ok).toBe(true);
  expect(await left()).toEqual([expect.stringMatching(/\.a$/), expect.stringMatching(/\.blobs$/)]);
});

test('MED9: content that is being erased is waited for, and is there when its record is', async () => {
  const { keepUpload, media, blobs, clock, arrived } = await createBench();
  const upload = await arrived('a');
  await media.condemn(upload.sha256, clock.nowMs());
  const keeping = keepUpload.keep(upload);
  // It waits on the clock: its record was refused.
  await eventually(async () => clock.pending() > 0);
  await blobs.remove(upload.sha256);
  await media.forget(upload.sha256);
  clock.advance(1000);
  expect((await keeping).ok).toBe(true);
  expect(await blobs.size(upload.sha256)).toBe(5);
});

test('MED9: a record that is swept while its bytes are brought is made anew, with them', async () => {
  let isSwept = false;
  const { keepUpload, blobs, clock, arrived, media } = await createBench((store) => ({
    ...store,
    async put(key, path) {
      await store.put(key, path);
      if (isSwept) return;
      isSwept = true;
      await media.remove(upload.id, clock.nowMs(), clock.nowMs());
      await store.remove(key);
      await media.forget(upload.sha256);
    },
  }));
  const upload = await arrived('a');
  const keeping = keepUpload.keep(upload);
  await eventually(async () => clock.pending() > 0);
  clock.advance(1000);
  expect((await keeping).ok).toBe(true);
  expect(await blobs.size(upload.sha256)).toBe(5);
  expect(await media.find(upload.id)).toBeDefined();
});

test('MED6: a poster gives a video its picture; of the same content nobody chooses it for somebody else', async () => {
  const { keepUpload, media, blobs, arrived, file } = await createBench();
  const first = valueOf(await keepUpload.keep(await arrived('a')));
  expect(first.media.hasThumbnail).toBeUndefined();
  const revised = valueOf(await keepUpload.addPoster(first, await file('poster', 'mine')));
  expect(revised.media).toMatchObject({ hasThumbnail: true, placeholder: 'hash' });
  expect(await media.find(first.media.id)).toEqual(revised);
  const other = valueOf(await keepUpload.keep(await arrived('b'), await file('other', 'not mine')));
  expect(other.media.hasThumbnail).toBeUndefined();
  const same = valueOf(await keepUpload.keep(await arrived('c'), await file('same', 'mine')));
  expect(same.media.hasThumbnail).toBe(true);
  expect(await blobs.size(`${first.sha256}.thumbnail`)).toBe(4);
});

test('MED6: of two forms with the same video at once, with posters, each shows its own or none', async () => {
  let waiting = 2;
  const both = Promise.withResolvers<undefined>();
  const { keepUpload, media, blobs, arrived, file } = await createBench((store) => ({
    ...store,
    async put(key, path) {
      // Both have seen by now that there is no poster yet.
      if (--waiting === 0) both.resolve(undefined);
      await both.promise;
      await store.put(key, path);
    },
  }));
  const uploads = [await arrived('a'), await arrived('b')];
  const posters = [await file('poster-a', 'of a'), await file('poster-b', 'of b')];
  const records = await Promise.all(
    uploads.map(async (upload, index) => valueOf(await keepUpload.keep(upload, posters[index]))),
  );
  const kept = await new Response(await blobs.read(`${'f'.repeat(64)}.thumbnail`)).text();
  const shown = [kept === 'of a', kept === 'of b'];
  expect(records.map((record) => record.media.hasThumbnail === true)).toEqual(shown);
  const stored = await Promise.all(uploads.map(({ id }) => media.find(id)));
  expect(stored).toEqual(records);
});

test('MED6: of two posters for the same content at once one counts, and only for who sent it', async () => {
  const { keepUpload, blobs, arrived, file } = await createBench();
  const records = [
    valueOf(await keepUpload.keep(await arrived('a'))),
    valueOf(await keepUpload.keep(await arrived('b'))),
  ];
  const posters = [await file('poster-a', 'of a'), await file('poster-b', 'of b')];
  const revised = await Promise.all(
    records.map(async (record, index) => valueOf(await keepUpload.addPoster(record, posters[index] ?? ''))),
  );
  const kept = await new Response(await blobs.read(`${'f'.repeat(64)}.thumbnail`)).text();
  expect(revised.map(({ media }) => media.hasThumbnail === true)).toEqual([kept === 'of a', kept === 'of b']);
});

test('MED9: a poster that comes when its video is gone is left to the sweep', async () => {
  const { keepUpload, media, failed, clock, arrived, file } = await createBench((blobs) => ({
    ...blobs,
    async put(key, path) {
      if (key.endsWith('.thumbnail')) await media.remove('a'.repeat(32), clock.nowMs(), clock.nowMs());
      await blobs.put(key, path);
    },
  }));
  const record = valueOf(await keepUpload.keep(await arrived('a')));
  const added = await keepUpload.addPoster(record, await file('poster', 'late'));
  expect(refusalOf(added).code).toBe('not_found');
  expect(failed).toEqual([record.sha256]);
});
