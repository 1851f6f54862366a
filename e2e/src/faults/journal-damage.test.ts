import { expect, setDefaultTimeout, test } from 'bun:test';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLog } from '../audit.ts';
import { eventually } from '../deadline.ts';
import type { Load } from '../load.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import type { ChaosServer } from './chaos.ts';
import { fillJournal, startUnderLoad } from './outage.ts';

setDefaultTimeout(90_000);
const seed = chooseSeed();
const random = createRandom(seed);

/** Where records begin, and where the last ends; a record of 12 bytes and `length` at 4 ahead of its 8 of time. */
function recordsOf(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; starts.push(at)) at += 20 + bytes.readUInt32LE(at + 4);
  return starts;
}

/** Queues messages, kills the server, and lets nobody send them again: what comes back comes from the journal. */
async function leaveJournal(): Promise<{ server: ChaosServer; load: Load; file: string; bytes: Buffer }> {
  const { server, load } = await startUnderLoad(random);
  await server.setStore('down');
  await fillJournal(load, 100);
  for (const client of load.clients) client.close();
  await server.kill();
  const folder = join(server.dataDir, 'journal');
  const [name = ''] = (await readdir(folder)).sort();
  const file = join(folder, name);
  return { server, load, file, bytes: await readFile(file) };
}

/** Ids that stand in a log, each once. */
async function idsInLogs({ conversations }: Load): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { id, members } of conversations) {
    const [reader] = members;
    if (reader === undefined) continue;
    for (const entry of (await readLog(reader.person, id)).values()) ids.add(entry);
  }
  return ids;
}

async function drained(server: ChaosServer): Promise<void> {
  await server.restart();
  await eventually(
    'the journal to drain',
    async () => (await server.pipeline()).journal.records === 0,
    20_000,
  );
}

test(`F9 JRN2: of a journal with flipped bytes all that checks is stored, and the rest is named with file and offset (seed ${String(seed)})`, async () => {
  const { server, load, file, bytes } = await leaveJournal();
  const starts = recordsOf(bytes);
  expect(starts.at(-1)).toBe(bytes.length);
  const hit = new Set<number>();
  for (let flips = 0; flips < 3; flips += 1) {
    const at = Math.floor(random() * bytes.length);
    hit.add(starts.findLast((start) => start <= at) ?? 0);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255));
  }
  await writeFile(file, bytes);
  await drained(server);
  const kept = await idsInLogs(load);
  const queued = load.clients.flatMap(({ learned }) => [...learned.queued]);
  const lost = queued.filter((id) => !kept.has(id));
  expect(lost.length).toBeLessThanOrEqual(hit.size);
  // Records that are damaged one behind the other are one part.
  const begins = [...hit].filter((start) => !hit.has(starts[starts.indexOf(start) - 1] ?? -1));
  for (const start of begins) expect(server.output()).toContain(`"from":${String(start)},`);
  expect(server.output()).toContain(`"file":"${file.split('/').at(-1) ?? ''}"`);
  await eventually('the damaged file to be kept aside', async () =>
    (await readdir(join(file, '..'))).includes(`${file.split('/').at(-1) ?? ''}.damaged`),
  );
  await server.dispose();
});

test(`F9 JRN2: of a journal torn in the middle of a record all before it is stored (seed ${String(seed)})`, async () => {
  const { server, load, file, bytes } = await leaveJournal();
  const starts = recordsOf(bytes);
  const torn = 1 + Math.floor(random() * (starts.length - 2));
  const start = starts[torn] ?? 0;
  await truncate(file, start + 1 + Math.floor(random() * ((starts[torn + 1] ?? 0) - start - 1)));
  const before = await idsBefore(bytes.subarray(0, start), load);
  await drained(server);
  const kept = await idsInLogs(load);
  expect(before.filter((id) => !kept.has(id))).toEqual([]);
  expect(server.output()).toContain(`"from":${String(start)},`);
  await server.dispose();
});

/** Queued ids that are written in these bytes. */
async function idsBefore(bytes: Buffer, { clients }: Load): Promise<string[]> {
  const text = bytes.toString('latin1');
  const ids = clients.flatMap(({ learned }) => [...learned.queued]).filter((id) => text.includes(id));
  expect(ids.length).toBeGreaterThan(0);
  return ids;
}
