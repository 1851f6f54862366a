import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProblem } from '../api.ts';
import { bytesOf, postFile, sha256, tus, upload, Uploaded } from '../files.ts';
import { signUp, type Person } from '../person.ts';
import { startServer, temporaryFolder, type ServerProcess } from '../server-process.ts';
import { missingPowers, mountSmallDisk, type SmallDisk } from './mounts.ts';

setDefaultTimeout(60_000);
const missing = await missingPowers();
const theme = missing === undefined ? 'full disks' : `skipped: F8 a full disk for uploads: ${missing}`;

describe.skipIf(missing !== undefined)(theme, () => {
  let folder: string;
  let disk: SmallDisk;
  let server: ServerProcess;
  let ann: Person;
  beforeAll(async () => {
    folder = await temporaryFolder();
    disk = await mountSmallDisk(join(folder, 'data', 'uploads'), 6);
    server = await startServer({ MIN_FREE_DISK_MB: '0', MAX_UPLOAD_MB: '20' }, folder);
    ann = await signUp(server.url, 'ann');
  });
  afterAll(async () => {
    await server.kill();
    disk.unmount();
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const inProgress = async () => (await readdir(disk.folder)).filter((name) => name !== 'ballast');

  test('F8 MED6: what does not fit on the disk is refused before it comes, in a sentence', async () => {
    const answer = await postFile(ann, bytesOf(10_000_000));
    expect(readProblem(answer, 'upload')).toMatchObject({
      code: 'unavailable',
      detail: 'The server has no space left for files.',
    });
  });

  test('F8 MED6: a disk that fills up while a file comes refuses it, and nothing of it stays', async () => {
    // Of unknown length, so that nobody can tell before.
    const form = new FormData();
    form.set('file', new Blob([bytesOf(10_000_000)]), 'a.bin');
    const whole = new Response(form);
    const headers = { 'content-type': whole.headers.get('content-type') ?? '' };
    const body = new Response(await whole.bytes()).body;
    const answer = await ann.api.send('POST', '/upload/', { headers, body });
    expect(readProblem(answer, 'upload').code).toBe('unavailable');
    expect(await inProgress()).toEqual([]);
    expect((await upload(ann, bytesOf(1_000_000))).size).toBe(1_000_000);
  });

  test('F8 MED7: a resumable upload keeps what fitted, and goes on when there is room again', async () => {
    const bytes = bytesOf(3_000_000, 7);
    const path = await tus.create(ann, bytes.length);
    expect((await tus.patch(ann, path, { offset: 0, body: bytes.slice(0, 1_000_000) })).status).toBe(204);
    await disk.fill();
    const full = await tus.patch(ann, path, { offset: 1_000_000, body: bytes.slice(1_000_000) });
    expect(readProblem(full, 'PATCH').code).toBe('unavailable');
    const offset = await tus.offset(ann, path);
    expect(offset).toBeGreaterThanOrEqual(1_000_000);
    await disk.makeRoom();
    const last = await tus.patch(ann, path, { offset, body: bytes.slice(offset) });
    expect(Uploaded.parse(last.json).sha256).toBe(sha256(bytes));
    expect(await inProgress()).toEqual([]);
  });
});
