import { expect, test } from 'bun:test';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createGatedStorage } from '../testing/gated-storage.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import {
  ann,
  bob,
  createRecorder,
  direct,
  seqs,
  text,
  uuidOf,
} from '../testing/storage-contract-recorder.ts';
import { createFiller } from './fill-store.ts';

const log = direct(ann, bob);
/** Pauses end at once. */
const clock = {
  ...createFakeClock(),
  after(_delayMs: number, task: () => void) {
    task();
    return () => undefined;
  },
};

const failureOf = (work: Promise<void>): Promise<string> => work.then(() => '', String);

function bench() {
  const storage = createGatedStorage(createMemoryStorage());
  const recorder = createRecorder(storage);
  const entries = ['a', 'b', 'c', 'd'].map((word) => recorder.entry(log, ann, text(log, ann, word)));
  const stored = async () =>
    seqs((await storage.archive.listEntries(log, 0, { limit: 9, maxChars: 1e6 })).entries);
  return { storage, recorder, entries, stored, filler: createFiller(storage, clock) };
}

test('SEQ1 SND2b: a commit that fails, or of which nobody knows, is made again, and each entry is there once', async () => {
  const { storage, entries, stored, filler } = bench();
  storage.plan('fail', 'commit-then-lose-answer', 'lose');
  await filler.take({ kind: 'entries', entries: entries.slice(0, 2) });
  await filler.flush();
  await filler.take({ kind: 'entries', entries: entries.slice(2) });
  await filler.flush();
  expect(await stored()).toEqual([1, 2, 3, 4]);
});

test('OPS5: a store that stays away ends it', async () => {
  const { storage, entries, filler } = bench();
  storage.plan('fail', 'fail', 'fail', 'fail', 'fail', 'fail');
  await filler.take({ kind: 'entries', entries });
  expect(await failureOf(filler.flush())).toContain('planned');
});

test('SEQ1 OPS5: what does not follow, or is refused, ends it with a sentence', async () => {
  const { entries, stored, filler } = bench();
  await filler.take({ kind: 'entries', entries: entries.slice(0, 1) });
  await filler.take({ kind: 'entries', entries: entries.slice(2) });
  expect(await failureOf(filler.flush())).toContain('ArchiveError: Entry 3');
  expect(await stored()).toEqual([1]);
  const poison = bench();
  const wrong = poison.entries.map((entry) => ({ ...entry, id: 'no UUID' }));
  await poison.filler.take({ kind: 'entries', entries: wrong });
  expect(await failureOf(poison.filler.flush())).toContain('does not take entry 1');
});

test('SEQ1 OPS5: an earlier run is gone on from', async () => {
  const { recorder, entries, stored, filler } = bench();
  await recorder.commit(entries.slice(0, 3));
  await filler.take({ kind: 'entries', entries });
  await filler.flush();
  expect(await stored()).toEqual([1, 2, 3, 4]);
  expect(entries[3]?.id).toBe(uuidOf(4));
});
