import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { eventually } from './deadline.ts';
import { bytesOf, postFile, sha256, tus, upload, Uploaded } from './files.ts';
import { makeGroup, newId, signUp, type Person } from './person.ts';
import { startServer, type ServerProcess } from './server-process.ts';

setDefaultTimeout(60_000);
let server: ServerProcess;
let ann: Person;
let bob: Person;
beforeAll(async () => {
  server = await startServer({ MAX_UPLOAD_MB: '4' });
  [ann, bob] = [await signUp(server.url, 'ann'), await signUp(server.url, 'bob')];
});
afterAll(() => server.dispose());

const CUT_BYTES = 64 * 1024;
const inProgress = () => readdir(join(server.dataDir, 'uploads'));

interface Cut {
  readonly path: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Announces the whole rest, sends a part of it, and breaks off. */
async function sendAndBreakOff({ path, offset, bytes }: Cut): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  const head = [
    `PATCH ${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${ann.token}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${String(offset)}`,
    `Content-Length: ${String(bytes.length - offset)}`,
    '\r\n',
  ].join('\r\n');
  socket.write(head);
  const rest = bytes.subarray(offset, offset + CUT_BYTES);
  await new Promise((resolve) => socket.write(rest, resolve));
  socket.destroy();
}

test('F23 MED7: an upload cut at every 64 kB, with a kill -9 in between, arrives whole', async () => {
  const bytes = bytesOf(10 * CUT_BYTES);
  const path = await tus.create(ann, bytes.length);
  const offsets: number[] = [];
  for (let cut = 0; cut < 9; cut += 1) {
    const offset = await tus.offset(ann, path);
    offsets.push(offset);
    await sendAndBreakOff({ path, offset, bytes });
    if (cut === 4) {
      await server.kill();
      await server.restart();
    }
  }
  expect(offsets).toEqual(offsets.toSorted((one, other) => one - other));
  const offset = await tus.offset(ann, path);
  const last = await tus.patch(ann, path, { offset, body: bytes.slice(offset) });
  const answer = Uploaded.parse(last.json);
  expect(answer).toMatchObject({ size: bytes.length, sha256: sha256(bytes), filename: 'file.bin' });
  // Its last answer is lost, or asked for twice.
  expect((await ann.api.send('GET', path)).json).toEqual(answer);
  expect((await tus.patch(ann, path, { offset: bytes.length, body: '' })).json).toEqual(answer);
  expect(await inProgress()).toEqual([]);
});

test('F23 MED7: two writers of one upload: the result is right, and is there once', async () => {
  const bytes = bytesOf(3_000_000, 1);
  const path = await tus.create(ann, bytes.length);
  const answers = await Promise.all([
    tus.patch(ann, path, { offset: 0, body: bytes }),
    tus.patch(ann, path, { offset: 0, body: bytes }),
  ]);
  for (const { status } of answers) expect([200, 204, 409]).toContain(status);
  for (let offset = 0; offset < bytes.length;) {
    offset = await tus.offset(ann, path);
    if (offset < bytes.length) await tus.patch(ann, path, { offset, body: bytes.slice(offset) });
  }
  const answer = Uploaded.parse((await ann.api.send('GET', path)).json);
  expect(answer).toMatchObject({ sha256: sha256(bytes), media_id: path.slice('/files/'.length) });
});

/** A form whose last bytes never come. */
async function openForm(bytes: Uint8Array): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  const head = [
    'POST /upload/ HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${ann.token}`,
    'Content-Type: multipart/form-data; boundary=cut',
    `Content-Length: ${String(bytes.length + 500)}`,
    '\r\n',
  ].join('\r\n');
  socket.write(`${head}--cut\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`);
  socket.write(bytes);
  return socket;
}

test('F1 MED6 MED7: the program dies: a whole upload is completed when next asked for, a cut form leaves nothing', async () => {
  const bytes = bytesOf(100_000, 2);
  const path = await tus.create(ann, bytes.length);
  const socket = await openForm(bytesOf(3_000_000, 3));
  await eventually('a form in progress', async () => (await inProgress()).length === 3);
  await server.kill();
  expect((await inProgress()).length).toBe(3);
  // As if the crash had come between the last byte and the record.
  await writeFile(join(server.dataDir, 'uploads', `${path.slice('/files/'.length)}.tus`), bytes);
  await server.restart();
  socket.destroy();
  expect((await inProgress()).length).toBe(2);
  expect(await tus.offset(ann, path)).toBe(bytes.length);
  const answer = Uploaded.parse((await ann.api.send('GET', path)).json);
  expect(answer.sha256).toBe(sha256(bytes));
  expect(await inProgress()).toEqual([]);
});

test('MED8 GRP1: a file sent to a group is there for its members, until they leave or it is deleted', async () => {
  const eve = await signUp(server.url, 'eve');
  const group = await makeGroup(ann, 'files', [bob, eve]);
  const { media_id, url } = await upload(ann, bytesOf(1000, 4), 'plan.bin');
  const seen = async () =>
    Promise.all([ann, bob, eve].map(async (person) => (await person.api.send('GET', url)).status));
  expect(await seen()).toEqual([200, 404, 404]);
  const phone = await ann.connect();
  const message = { id: newId(), type: 'group', to: group.id, content_type: 'file', media_id };
  const { conversation } = await phone.must('send_message', { ...message, content: 'the plan' });
  expect(await seen()).toEqual([200, 200, 200]);
  await eve.api.done('POST', `/groups/${group.id}/leave`);
  expect(await seen()).toEqual([200, 200, 404]);
  await phone.must('delete_message', { message_id: message.id, conversation, delete_for: 'everyone' });
  expect(await seen()).toEqual([200, 404, 404]);
  phone.close();
});

test('MED6: what a server keeps survives its restart; the same bytes are kept once', async () => {
  const bytes = bytesOf(2_000_000, 5);
  const [one, other] = [await upload(ann, bytes, 'one.bin'), await upload(bob, bytes, 'other.bin')];
  expect(other.media_id).not.toBe(one.media_id);
  expect(await server.stop()).toBe(0);
  await server.restart();
  for (const [person, { url }] of [
    [ann, one],
    [bob, other],
  ] as const) {
    const part = await person.api.send('GET', url, { headers: { range: 'bytes=0-9' } });
    expect(part.status).toBe(206);
  }
  const kept = await readdir(join(server.dataDir, 'media', one.sha256.slice(0, 2)));
  expect(kept.filter((name) => name.startsWith(one.sha256))).toEqual([one.sha256]);
});

test('MED6: uploads at the same time are all right, each with its own bytes', async () => {
  const files = Array.from({ length: 5 }, (_, n) => bytesOf(400_000, 10 + n));
  const answers = await Promise.all(files.map((bytes) => postFile(ann, bytes)));
  const sums = answers.map(({ json }) => Uploaded.parse(json).sha256);
  expect(sums).toEqual(files.map(sha256));
});

test('MED6: memory does not grow with what is uploaded', async () => {
  const rssKb = async () => {
    const status = await readFile(`/proc/${String(server.run().pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
  };
  // What is no longer needed is collected now and then: one round of several has to be without growth.
  const grownKb: number[] = [];
  do {
    const beforeKb = await rssKb();
    for (let n = 0; n < 15; n += 1) await upload(ann, bytesOf(3_000_000, 20 + n));
    grownKb.push((await rssKb()) - beforeKb);
  } while (grownKb.length < 5 && Math.min(...grownKb) > 5_000);
  // 45 MB went through each time.
  expect(Math.min(...grownKb), grownKb.join(' kB, ')).toBeLessThanOrEqual(5_000);
});
