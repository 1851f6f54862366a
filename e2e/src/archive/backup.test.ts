import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { createApi } from '../api.ts';
import { audit, readLog } from '../audit.ts';
import { connectClient } from '../client.ts';
import { within } from '../deadline.ts';
import { allAnswered, fillConversation, keepWriting, startLoad, stored } from '../load.ts';
import { createOutboxClient } from '../outbox-client.ts';
import { makeGroup, PASSWORD, signIn, signUp, text, type Person } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer, temporaryFolder, type ServerProcess, type Settings } from '../server-process.ts';
import { refusedStart } from './refused-start.ts';
import { runScript, startScript } from './run-script.ts';

setDefaultTimeout(120_000);
const seed = chooseSeed();
const random = createRandom(seed);
const servers: ServerProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function start(settings: Settings = {}, folder?: string): Promise<ServerProcess> {
  // However busy the machine is, nothing goes to the journal here.
  const server = await startServer({ FLUSH_INTERVAL: '30', ...settings }, folder);
  servers.push(server);
  return server;
}

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder;
}

async function backUp(server: ServerProcess): Promise<string> {
  const file = join(await newFolder(), 'backup.gz');
  expect(await runScript('backup', [file, '--data', server.dataDir])).toMatchObject({ code: 0 });
  return file;
}

/** A folder for one more server, filled from a backup that no server reads. */
async function restored(file: string): Promise<string> {
  const folder = await newFolder();
  const ran = await runScript('restore', [file, '--data', join(folder, 'data')]);
  expect([ran.code, ran.output]).toEqual([0, expect.stringContaining('Restored')]);
  return folder;
}

const elsewhere = (person: Person, { url }: ServerProcess): Person => ({
  ...person,
  api: createApi(url, person.token),
  connect: (options = {}) => connectClient(url, { token: person.token, ...options }),
});

const Digest = z.object({ count: z.number(), digest: z.string() });
const digestOf = (person: Person, conversation: string) =>
  person.api.get(`/conversations/${encodeURIComponent(conversation)}/digest`, Digest);

test(`OPS5 SEQ1 SYN3: a backup under load holds a prefix of each log, and what is restored passes the audit (seed ${String(seed)})`, async () => {
  const server = await start();
  const load = await startLoad(server, random);
  await within(20_000, 'the first acks', stored(load, 300));
  const before = new Map(load.clients.flatMap(({ learned }) => [...learned.stored]));
  const stopWriting = keepWriting(load);
  const file = await backUp(server);
  stopWriting();
  await allAnswered(load, 20_000);
  await audit(load.conversations, load.sent);

  const copy = await start({}, await restored(file));
  const people = load.clients.map(({ person }) => elsewhere(person, copy));
  const inCopy = new Set<string>();
  for (const { id, members } of load.conversations) {
    const whole = [...(await readLog(members[0]!.person, id))];
    const part = [...(await readLog(elsewhere(members[0]!.person, copy), id))];
    expect(part).toEqual(whole.slice(0, part.length));
    for (const [, messageId] of part) inCopy.add(messageId);
  }
  expect([...before.keys()].filter((id) => !inCopy.has(id))).toEqual([]);
  const [one, other] = [await load.clients[0]!.person.connect(), await people[0]!.connect()];
  expect(other.ready.generation).not.toBe(one.ready.generation);

  // People who come to it go on where it is: nothing is missing, and what they say is stored behind.
  const clients = people.map((person) => createOutboxClient(copy.url, person));
  const conversations = load.conversations.map(({ id, members }) => ({
    id,
    members: members.map((member) => clients[load.clients.indexOf(member)]!),
  }));
  const kept = load.sent.filter(({ id }) => inCopy.has(id));
  for (const client of clients) {
    const message = text('group', { id: load.conversations[0]!.id }, 'after');
    kept.push(message);
    client.send(message);
  }
  await allAnswered({ clients }, 20_000);
  await audit(conversations, kept);
  const audited = await runScript('audit', [copy.url], { PARLEY_TOKEN: people[0]!.token });
  expect([audited.code, audited.output]).toEqual([0, expect.any(String)]);
  for (const client of [...load.clients, ...clients]) client.close();
  for (const socket of [one, other]) socket.close();
});

test('OPS5: what is restored is what was there: roles, edits, deletions, positions, blocks, settings, passwords', async () => {
  const server = await start();
  const [ann, ben, cat] = [
    await signUp(server.url, 'ann'),
    await signUp(server.url, 'ben'),
    await signUp(server.url, 'cat'),
  ];
  const group = await makeGroup(ann, 'Choir', [ben, cat]);
  const gone = await makeGroup(ann, 'Secret name', [ben]);
  const [a, b] = [await ann.connect(), await ben.connect()];
  const [kept, erased, hidden] = ['befor', 'secret text', 'not for me'].map((words) =>
    text('group', group, words),
  );
  for (const message of [kept!, erased!, hidden!, text('group', gone, 'secret too')])
    await a.must('send_message', message);
  const at = { conversation: group.id };
  await a.must('edit_message', { message_id: kept!.id, ...at, content: 'before' });
  await a.must('delete_message', { message_id: erased!.id, ...at, delete_for: 'everyone' });
  await b.must('delete_message', { message_id: hidden!.id, ...at, delete_for: 'me' });
  await b.must('mark_read', { ...at, seq: 3 });
  await ann.api.patch(`/groups/${group.id}/members/${ben.id}`, { role: 'admin' }, z.object({}));
  await ann.api.done('PUT', `/me/blocks/${cat.id}`);
  await ben.api.patch('/me', { display_name: 'Benny', settings: { theme: 'dark' } }, z.object({}));
  await ann.api.done('PUT', `/users/${cat.id}/disabled`);
  await ann.api.done('DELETE', `/groups/${gone.id}`);
  for (const socket of [a, b]) socket.close();

  const file = await backUp(server);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const plain = gunzipSync(await readFile(file)).toString();
  for (const secret of ['secret text', PASSWORD, ann.token, ben.token]) expect(plain).not.toContain(secret);

  const copy = await start({}, await restored(file));
  const look = async (person: Person): Promise<unknown[]> => {
    const paths = [
      '/me',
      '/me/blocks',
      '/me/changes?after=0',
      '/conversations',
      `/messages/${person.id}/${group.id}?message_type=group`,
      `/groups/${group.id}/members`,
      `/groups/${group.id}/activity`,
      `/conversations/${encodeURIComponent(group.id)}/changes?after=0`,
    ];
    const answers = await Promise.all(paths.map((path) => person.api.send('GET', path)));
    // A refusal names its own request.
    return answers.map(({ status, json }) => (status === 200 ? json : status));
  };
  for (const person of [ann, ben, cat]) {
    const seen = await look(person);
    expect(await look(elsewhere(person, copy))).toEqual(seen);
    // The disabled one sees nothing, here or there.
    expect(seen.every((one) => (one === 401) === (person === cat))).toBe(true);
  }
  await signIn(copy.url, ben.username);
  const erasedInCopy = await elsewhere(ann, copy).api.send('GET', `/groups/${gone.id}/members`);
  expect(erasedInCopy.status).toBe(404);
});

test('OPS5: a file that is cut short does not get into a store, which then takes the whole one, once', async () => {
  const server = await start();
  const [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
  await fillConversation(ann, ben, 50);
  const file = await backUp(server);
  const folder = await newFolder();
  const [dataDir, half] = [join(folder, 'data'), join(folder, 'half.gz')];
  const bytes = await readFile(file);
  await writeFile(half, bytes.subarray(0, bytes.length >> 1));
  const cut = await runScript('restore', [half, '--data', dataDir]);
  expect([cut.code, cut.output]).toEqual([1, expect.stringContaining('cut short')]);
  expect(await runScript('restore', [file, '--data', dataDir])).toMatchObject({ code: 0 });
  const again = await runScript('restore', [file, '--data', dataDir]);
  expect([again.code, again.output]).toEqual([1, expect.stringContaining('is not empty')]);
});

test('OPS5: an empty server that runs takes a backup, stops, and serves it from its next start on', async () => {
  const server = await start();
  const [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
  const conversation = await fillConversation(ann, ben, 20);
  const file = await backUp(server);
  const refused = await runScript('restore', [file, '--data', server.dataDir]);
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('is not empty')]);
  await signUp(server.url, 'still-served');

  const empty = await start();
  const ran = await runScript('restore', [file, '--data', empty.dataDir]);
  expect([ran.code, ran.output]).toEqual([0, expect.stringContaining('Restored')]);
  expect(await within(20_000, 'the server to end', empty.run().exited)).toBe(0);
  await empty.restart();
  expect(await digestOf(elsewhere(ann, empty), conversation)).toEqual(await digestOf(ann, conversation));
});

test('SEC4: the admin port does nothing without the secret of the data folder, which is for its owner alone', async () => {
  const server = await start();
  const file = join(await newFolder(), 'backup.gz');
  const ask = async (method: string, authorization?: string): Promise<number> => {
    const headers = authorization === undefined ? {} : { authorization };
    const body = method === 'POST' ? { body: JSON.stringify({ file }) } : {};
    return (await fetch(`${server.adminUrl}/backup`, { method, headers, ...body })).status;
  };
  const adminFile = join(server.dataDir, 'admin.json');
  const { secret } = z.object({ secret: z.string() }).parse(JSON.parse(await readFile(adminFile, 'utf8')));
  expect((await stat(adminFile)).mode & 0o777).toBe(0o600);
  expect(await ask('POST')).toBe(401);
  expect(await ask('POST', 'Bearer ')).toBe(401);
  expect(await ask('POST', `Bearer ${secret.slice(1)}`)).toBe(401);
  expect(await ask('GET', `Bearer ${secret}`)).toBe(405);
  expect(await Bun.file(file).exists()).toBe(false);
  expect(await ask('POST', `Bearer ${secret}`)).toBe(200);
  expect(server.output()).not.toContain(secret);
  await server.stop();
  expect(await Bun.file(adminFile).exists()).toBe(false);
});

test('F25 OPS5: a restore that is killed leaves a store that is not served, and goes on with the same file', async () => {
  const server = await start();
  const [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
  const small = await backUp(server);
  const conversation = await fillConversation(ann, ben, 15_000);
  const file = await backUp(server);
  const folder = await newFolder();
  const dataDir = join(folder, 'data');
  const killed = startScript('restore', [file, '--data', dataDir]);
  await killed.says('restoring');
  killed.kill();
  await killed.ended;
  expect(await refusedStart(folder)).toContain('npm run restore');
  const other = await runScript('restore', [small, '--data', dataDir]);
  expect([other.code, other.output]).toEqual([1, expect.stringContaining('another restore')]);
  expect(await runScript('restore', [file, '--data', dataDir])).toMatchObject({ code: 0 });
  const copy = await start({}, folder);
  expect(dirname(copy.dataDir)).toBe(folder);
  expect(await digestOf(elsewhere(ann, copy), conversation)).toEqual(await digestOf(ann, conversation));
  expect((await digestOf(ann, conversation)).count).toBe(15_000);
});
