import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm, writeFile, rename, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createFakeClock, createMemoryStorage, refusalOf, settle, valueOf } from '@parley/core/testing';
import { refuse, type UserId } from '@parley/protocol';
import { eventually } from '../testing/eventually.ts';
import type { KeepUpload } from './keep-upload.ts';
import { createTusUploads } from './tus-uploads.ts';
import { openUnfinishedUploads } from './unfinished-uploads.ts';
import { openUploadFolder } from './upload-folder.ts';
import { createUploadRoom } from './upload-room.ts';

const ann = 'ann' as UserId;
const day = 24 * 60 * 60 * 1000;
let parent = '';
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'parley-unfinished-'));
});
afterAll(() => rm(parent, { recursive: true }));

let made = 0;
async function createBench(
  outcome: () => ReturnType<KeepUpload['keep']> = async () => refuse('unavailable', ''),
) {
  made += 1;
  const dataDir = join(parent, String(made));
  const clock = createFakeClock();
  const { media } = createMemoryStorage();
  const warnings: string[] = [];
  const limits = { maxUploadBytes: 1000, quotaBytes: 1500, minFreeBytes: 0 };
  let ids = 0;
  async function open(sync?: (path: string) => Promise<void>) {
    const folder = await openUploadFolder(dataDir);
    const room = createUploadRoom({ media, limits, folder: folder.path, freeBytes: async () => 1e9 });
    const warn = (what: string) => void warnings.push(what);
    const unfinished = await openUnfinishedUploads({ folder, room, clock, warn, ...(sync && { sync }) });
    const keepUpload: KeepUpload = { keep: outcome, addPoster: () => Promise.reject(new Error('never')) };
    const newMediaId = () => (ids++).toString(16).padStart(32, '0');
    const onRemoved = () => undefined;
    return createTusUploads({ unfinished, room, keepUpload, media, clock, newMediaId, onRemoved });
  }
  const list = () => readdir(join(dataDir, 'uploads'));
  return { clock, open, list, limits, warnings, folder: join(dataDir, 'uploads') };
}
const send = (text: string, offset = 0) => ({
  offset,
  request: new Request('http://localhost/', { method: 'PATCH', body: text }),
});

test('MED7 MED9: an upload that is not finished in a day is gone, and its bytes are removed', async () => {
  const { clock, open, list } = await createBench();
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 10, undefined));
  await uploads.append(ann, id, send('hello'));
  clock.advance(day - 1);
  expect(valueOf(await uploads.look(ann, id))).toMatchObject({ offset: 5 });
  expect(await uploads.removeExpired()).toBe(0);
  clock.advance(1);
  expect(refusalOf(await uploads.look(ann, id)).code).toBe('not_found');
  expect(refusalOf(await uploads.append(ann, id, send('world', 5))).code).toBe('not_found');
  expect(await uploads.removeExpired()).toBe(1);
  expect(await list()).toEqual([]);
});

test('MED6: bytes that were announced count for the quota, until they come or are given up, also after a restart', async () => {
  const { open } = await createBench();
  const first = valueOf(await (await open()).create(ann, 1000, undefined));
  const uploads = await open();
  expect(refusalOf(await uploads.create(ann, 600, undefined)).code).toBe('too_large');
  expect((await uploads.create(ann, 400, undefined)).ok).toBe(true);
  valueOf(await uploads.remove(ann, first.id));
  expect((await uploads.create(ann, 1000, undefined)).ok).toBe(true);
});

test('MED7: an upload of which no byte has come ends after an hour, also after a restart', async () => {
  const { clock, open } = await createBench();
  const uploads = await open();
  const empty = valueOf(await uploads.create(ann, 10, undefined));
  const begun = valueOf(await uploads.create(ann, 10, undefined));
  const standing = valueOf(await uploads.append(ann, begun.id, send('h')));
  expect(standing).toMatchObject({ offset: 1, expiresAt: begun.createdAt + day });
  const reopened = await open();
  clock.advance(day / 24 - 1);
  expect(valueOf(await reopened.look(ann, empty.id))).toMatchObject({
    expiresAt: empty.createdAt + day / 24,
  });
  clock.advance(1);
  expect(refusalOf(await reopened.look(ann, empty.id)).code).toBe('not_found');
  expect(await reopened.removeExpired()).toBe(1);
  expect(valueOf(await reopened.look(ann, begun.id))).toMatchObject({ offset: 1 });
});

test('MED7: bytes that come at the last moment are not removed as those that never came', async () => {
  const { clock, open } = await createBench();
  const uploads = await open();
  const never = valueOf(await uploads.create(ann, 10, undefined));
  const late = valueOf(await uploads.create(ann, 10, undefined));
  const sender = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const body = new ReadableStream<Uint8Array>({ start: sender.resolve });
  const request = new Request('http://localhost/', { method: 'PATCH', body });
  const minute = 60 * 1000;
  clock.advance(55 * minute);
  const appended = uploads.append(ann, late.id, { offset: 0, request });
  // The time for its body runs: it waits for the first byte.
  await eventually(async () => clock.pending() > 0);
  clock.advance(5 * minute);
  const removed = uploads.removeExpired();
  (await sender.promise).enqueue(new TextEncoder().encode('hello'));
  expect(await removed).toBe(1);
  expect(refusalOf(await appended).code).toBe('conflict');
  expect(refusalOf(await uploads.look(ann, never.id)).code).toBe('not_found');
  expect(valueOf(await uploads.look(ann, late.id))).toMatchObject({ offset: 5 });
});

test('MED10 MED7: a body that comes too slowly is ended, what has come of it stays, and the upload goes on', async () => {
  const { clock, open, list, folder } = await createBench(async () => refuse('unavailable', 'away'));
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 10, undefined));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('hello'));
    },
  });
  const request = new Request('http://localhost/', { method: 'PATCH', body });
  const slow = uploads.append(ann, id, { offset: 0, request });
  await eventually(async () => clock.pending() > 0 && (await list()).length === 2);
  await settle();
  clock.advance(11 * 60 * 1000);
  expect(refusalOf(await slow)).toMatchObject({ code: 'unavailable', retry: true });
  expect(await readFile(join(folder, `${id}.tus`), 'utf8')).toBe('hello');
  expect(valueOf(await uploads.append(ann, id, send('wor', 5)))).toMatchObject({ offset: 8 });
  expect(clock.pending()).toBe(0);
});

test('MED10: what was only announced gives a body no time', async () => {
  const { clock, open, list, limits } = await createBench();
  Object.assign(limits, { maxUploadBytes: 1_000_000, quotaBytes: 0 });
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 1_000_000, undefined));
  const body = new ReadableStream<Uint8Array>();
  const request = new Request('http://localhost/', { method: 'PATCH', body });
  const slow = uploads.append(ann, id, { offset: 0, request });
  await eventually(async () => clock.pending() > 0 && (await list()).length === 2);
  clock.advance(11 * 60 * 1000);
  expect(refusalOf(await slow)).toMatchObject({ code: 'unavailable', retry: true });
});

test('MED7: what is known of an upload survives a power cut from the moment its address is told', async () => {
  const { open, list } = await createBench();
  const synced: string[] = [];
  const uploads = await open(async (path) => {
    synced.push(basename(path), ...(await list()).toSorted());
  });
  const { id } = valueOf(await uploads.create(ann, 10, undefined));
  // The facts before they have their name, then the names.
  expect(synced).toEqual([
    ...[`${id}.facts.part`, `${id}.facts.part`, `${id}.tus`],
    ...['uploads', `${id}.tus`, `${id}.tus.json`],
  ]);
  const failing = await open(() => Promise.reject(new Error('EIO')));
  expect(await failing.create(ann, 10, undefined).catch(String)).toContain('EIO');
  expect(await list()).toHaveLength(2);
});

test('MED6: an upload begun before the largest size was lowered brings no more bytes', async () => {
  const { open, limits } = await createBench();
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 10, undefined));
  valueOf(await uploads.append(ann, id, send('hello')));
  limits.maxUploadBytes = 9;
  const reopened = await open();
  expect(refusalOf(await reopened.append(ann, id, send('w', 5))).code).toBe('too_large');
  expect(valueOf(await reopened.look(ann, id))).toMatchObject({ offset: 5 });
  valueOf(await reopened.remove(ann, id));
});

test('MED7: damaged files of an upload are dropped at the start, and said', async () => {
  const { open, list, warnings, folder } = await createBench();
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 10, undefined));
  await writeFile(join(folder, `${id}.tus.json`), '{"id":');
  const reopened = await open();
  expect(warnings).toHaveLength(1);
  expect(await list()).toEqual([]);
  expect(refusalOf(await reopened.look(ann, id)).code).toBe('not_found');
});

test('MED7: an upload that cannot be read at one start is there at the next', async () => {
  const { open, warnings, folder } = await createBench();
  const { id } = valueOf(await (await open()).create(ann, 10, undefined));
  const facts = join(folder, `${id}.tus.json`);
  const away = join(folder, '../away');
  await rename(facts, away);
  // Following it, the system gives up with an error of its own.
  await symlink(facts, facts);
  expect(refusalOf(await (await open()).look(ann, id)).code).toBe('not_found');
  expect(warnings).toHaveLength(1);
  await rename(away, facts);
  expect((await (await open()).look(ann, id)).ok).toBe(true);
});

test('MED7: what cannot be kept now is kept later; what is refused for good is gone', async () => {
  let refusal = refuse('unavailable', 'S3 is away.');
  const { open, list } = await createBench(async () => refusal);
  const uploads = await open();
  const { id } = valueOf(await uploads.create(ann, 5, undefined));
  expect(refusalOf(await uploads.append(ann, id, send('hello'))).code).toBe('unavailable');
  expect(await list()).toHaveLength(2);
  refusal = refuse('unsupported_type', 'No.');
  expect(refusalOf(await uploads.get(ann, id)).code).toBe('unsupported_type');
  expect(await list()).toEqual([]);
});
