import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatClient } from '../client.ts';
import { eventually, PATIENCE_MS, within } from '../deadline.ts';
import { startLoad, stored, type Load } from '../load.ts';
import { signUp, text, type Person, type TextMessage } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { temporaryFolder } from '../server-process.ts';
import { History } from '../wire.ts';
import { Refusal, SendOutcome } from '../wire-events.ts';
import { startChaosServer, type ChaosServer } from './chaos.ts';
import { missingPowers, mountSmallDisk, setWritable, type SmallDisk } from './mounts.ts';
import { fillJournal, settle } from './outage.ts';

setDefaultTimeout(90_000);
const missing = await missingPowers();
const theme = missing === undefined ? 'disks' : `skipped: F8 disks that are full or read-only: ${missing}`;
if (missing !== undefined) console.warn(theme);
const seed = chooseSeed();
const random = createRandom(seed);
let server: ChaosServer | undefined;
let disk: SmallDisk | undefined;
let locked: readonly string[] = [];
const folders: string[] = [];
const ownFolder = async (): Promise<string> => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  await server?.kill();
  disk?.unmount();
  if (locked.length > 0) setWritable(true, ...locked);
  await server?.dispose();
  [server, disk, locked] = [undefined, undefined, []];
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Sends texts of this length until one is refused, and gives the refusal; others may get no answer for a while. */
async function untilRefused(phone: ChatClient, to: Person, length: number): Promise<unknown> {
  let refusal: unknown;
  const send = async (): Promise<void> => {
    const message = text('direct', to, 'x'.repeat(length));
    const ack: unknown = await phone.socket.timeout(PATIENCE_MS).emitWithAck('send_message', message);
    const refused = Refusal.safeParse(ack);
    if (refused.success) refusal ??= refused.data.error;
  };
  await eventually(
    'a refusal',
    () => {
      send().catch(() => undefined);
      return refusal !== undefined;
    },
    20_000,
  );
  return refusal;
}

/** Sends one message until it is taken. */
async function untilTaken(phone: ChatClient, message: TextMessage): Promise<void> {
  const send = async (): Promise<boolean> => {
    const ack: unknown = await phone.socket
      .timeout(PATIENCE_MS)
      .emitWithAck('send_message', message)
      .catch(() => undefined);
    return SendOutcome.safeParse(ack).success;
  };
  await eventually('an ack', send, 60_000);
}

async function expectReadable(reader: Person, peer: Person, content: string): Promise<void> {
  const { messages } = await reader.api.get(`/messages/${reader.id}/${peer.id}?limit=200`, History);
  expect(messages.some((one) => one.content === content)).toBe(true);
}

const refused = { code: 'unavailable', retry: true };

/** Two people beside the load, who watch what is refused. */
async function startWatched(folder?: string): Promise<{
  server: ChaosServer;
  load: Load;
  ann: Person;
  bob: Person;
  phone: ChatClient;
}> {
  server = await startChaosServer({ ...(folder === undefined ? {} : { DATA_DIR: folder }) });
  const load = await startLoad(server, random);
  const [ann, bob] = [await signUp(server.url, 'ann'), await signUp(server.url, 'bob')];
  const phone = await ann.connect();
  await phone.must('send_message', text('direct', bob, 'before'));
  await within(20_000, 'acks', stored(load, 60));
  return { server, load, ann, bob, phone };
}

/** Nothing that was refused or repeated meanwhile is there twice, and the store is whole. */
async function finish({ phone, ...watched }: Awaited<ReturnType<typeof startWatched>>): Promise<void> {
  await untilTaken(phone, text('direct', watched.bob, 'after'));
  phone.close();
  await settle(watched.load);
  await eventually('the last message in the log', () =>
    expectReadable(watched.ann, watched.bob, 'after').then(
      () => true,
      () => false,
    ),
  );
}

describe.skipIf(missing !== undefined)(theme, () => {
  test(`F8 OPS4: on a full disk sends are refused, reading goes on, and work goes on when there is space, without a restart (seed ${String(seed)})`, async () => {
    disk = await mountSmallDisk(join(await ownFolder(), 'disk'), 12);
    const watched = await startWatched(join(disk.folder, 'data'));
    await disk.fill();
    expect(await untilRefused(watched.phone, watched.bob, 7_000)).toMatchObject(refused);
    await expectReadable(watched.ann, watched.bob, 'before');
    await disk.makeRoom();
    await finish(watched);
  });

  test(`F8 OPS4: a store whose files cannot be written any more and a journal folder likewise: the same (seed ${String(seed)})`, async () => {
    const watched = await startWatched();
    const { dataDir } = watched.server;
    const names = (await readdir(dataDir)).filter((name) => /^parley\.db(-wal)?$/.test(name));
    expect(names).toHaveLength(2);
    locked = [...names.map((name) => join(dataDir, name)), join(dataDir, 'journal')];
    expect(setWritable(false, ...locked)).toBe(true);
    expect(await untilRefused(watched.phone, watched.bob, 100)).toMatchObject(refused);
    await expectReadable(watched.ann, watched.bob, 'before');
    expect(setWritable(true, ...locked)).toBe(true);
    await finish(watched);
  });

  test(`F8 JRN1: with the store away and no space for the journal sends are refused, with space they are queued again (seed ${String(seed)})`, async () => {
    const folder = await ownFolder();
    disk = await mountSmallDisk(join(folder, 'data', 'journal'), 1);
    const watched = await startWatched(join(folder, 'data'));
    await watched.server.setStore('down');
    await fillJournal(watched.load, 40);
    await disk.fill();
    expect(await untilRefused(watched.phone, watched.bob, 7_000)).toMatchObject(refused);
    await disk.makeRoom();
    await fillJournal(watched.load, 40);
    await watched.server.setStore('well');
    await finish(watched);
  });

  test(`F8 F26 OPS2: SIGTERM with a full disk ends in time, and loses nothing (seed ${String(seed)})`, async () => {
    disk = await mountSmallDisk(join(await ownFolder(), 'disk'), 12);
    const watched = await startWatched(join(disk.folder, 'data'));
    await disk.fill();
    await untilRefused(watched.phone, watched.bob, 7_000);
    watched.load.push();
    expect(await within(30_000, 'the end', watched.server.stop())).toBe(0);
    await disk.makeRoom();
    await watched.server.restart();
    await settle(watched.load);
  });
});
