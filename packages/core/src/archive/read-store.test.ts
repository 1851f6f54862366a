import { expect, test } from 'bun:test';
import type { Archive } from '../ports/archive.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import {
  ann,
  bob,
  createRecorder,
  direct,
  erase,
  type Recorder,
} from '../testing/storage-contract-recorder.ts';
import type { ArchiveRecord } from './archive-record.ts';
import { readStore } from './read-store.ts';

const log = direct(ann, bob);

/** Reads everything while something happens right before one of the reads. */
async function readWhile(
  recorder: Recorder,
  before: keyof Archive,
  happen: () => Promise<unknown>,
): Promise<readonly ArchiveRecord[]> {
  const { archive } = recorder.storage;
  let isDue = true;
  const happening = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    if (isDue) {
      isDue = false;
      await happen();
    }
    return call();
  };
  const watched: Archive = {
    ...archive,
    ...(before === 'listEntries' && {
      listEntries: (...args) => happening(() => archive.listEntries(...args)),
    }),
    ...(before === 'listPositions' && {
      listPositions: (...args) => happening(() => archive.listPositions(...args)),
    }),
  };
  return Array.fromAsync(readStore({ ...recorder.storage, archive: watched }));
}

const entriesIn = (records: readonly ArchiveRecord[]) =>
  records.flatMap((record) => (record.kind === 'entries' ? record.entries : []));

test('OPS5 SEQ1: a text that is erased meanwhile takes the entry that says so along', async () => {
  const recorder = createRecorder(createMemoryStorage());
  const message = await recorder.say(log, ann, 'secret');
  await recorder.say(log, bob, 'later');
  const records = await readWhile(recorder, 'listEntries', () => recorder.record(log, ann, erase(message)));
  const entries = entriesIn(records);
  expect(entries.map(({ seq, event }) => [seq, event.kind])).toEqual([
    [1, 'message'],
    [2, 'message'],
    [3, 'delete'],
  ]);
  expect(JSON.stringify(entries)).not.toContain('secret');
});

test('OPS5 RD1: positions never pass the part of the log that was read', async () => {
  const recorder = createRecorder(createMemoryStorage());
  await recorder.say(log, ann, 'one');
  const records = await readWhile(recorder, 'listPositions', async () => {
    await recorder.say(log, ann, 'two');
    await recorder.read(log, bob, 2);
  });
  expect(entriesIn(records)).toHaveLength(1);
  const [positions] = records.flatMap((record) => (record.kind === 'positions' ? [record.positions] : []));
  expect(positions?.find(({ userId }) => userId === bob)).toMatchObject({ readSeq: 1, deliveredSeq: 1 });
});

test('OPS5: what somebody hid is in the part of the conversation that was read', async () => {
  const recorder = createRecorder(createMemoryStorage());
  await recorder.note(ann, { kind: 'conversation_added', conversation: log });
  await recorder.say(log, bob, 'one');
  let reads = 0;
  const { archive } = recorder.storage;
  const busy: Archive = {
    ...archive,
    async listEntries(...args) {
      reads += 1;
      const page = await archive.listEntries(...args);
      if (reads <= 2) await recorder.hide(ann, await recorder.say(log, bob, `more ${String(reads)}`));
      return page;
    },
  };
  const entries = entriesIn(await Array.fromAsync(readStore({ ...recorder.storage, archive: busy })));
  const head = Math.max(...entries.flatMap((entry) => (entry.log === log ? [entry.seq] : [])));
  const hidden = entries.flatMap(({ event }) => (event.kind === 'message_hidden' ? [event.messageSeq] : []));
  expect(hidden.filter((seq) => seq > head)).toEqual([]);
});
