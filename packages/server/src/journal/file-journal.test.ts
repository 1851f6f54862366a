import { describe, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { JournalRecord } from '@parley/core';
import { openFileJournal } from './file-journal.ts';
import { createFakeFiles, type FakeFiles } from './testing/fake-files.ts';
import { fill, openFake, readAll, recordOf } from './testing/open-fake.ts';

describe('file journal', () => {
  test('JRN1: what was appended is found again by the next process, in order, on real files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-journal-'));
    const options = { folder: join(folder, 'journal'), maxBytes: 1e8, segmentBytes: 2_000, warn: fail };
    const journal = await openFileJournal(options);
    await journal.scan(() => {
      throw new Error('nothing is there');
    });
    const records = await fill(journal, 300);
    expect(journal.figures()).toMatchObject({ records: 300, oldestAt: 1_000 });
    await journal.close();
    const again = await openFileJournal(options);
    const found: JournalRecord[] = [];
    await again.scan((record) => found.push(record));
    expect(found).toEqual(records);
    expect(await readAll(again)).toEqual(records);
    again.release(300);
    await again.close();
    expect(again.figures()).toEqual({ records: 0, bytes: 0, oldestAt: null });
    await rm(folder, { recursive: true });
  });

  test('JRN1: reading goes on behind what was read, and sees nothing that is not synced', async () => {
    const files = createFakeFiles();
    const { journal } = await openFake(files);
    const first = await fill(journal, 5);
    expect(await journal.read(3)).toEqual(first.slice(0, 3));
    let isSyncing = false;
    const reading: Promise<readonly JournalRecord[]>[] = [];
    files.before((operation) => {
      if (operation !== 'sync' || isSyncing) return;
      isSyncing = true;
      reading.push(journal.read(10));
    });
    const [late] = await fill(journal, 1, 5);
    expect(await reading[0]).toEqual(first.slice(3));
    expect(await journal.read(10)).toEqual([late!]);
    expect(await journal.read(10)).toEqual([]);
  });

  test('JRN1: appends that come while a sync runs share the next one', async () => {
    const files = createFakeFiles();
    const { journal } = await openFake(files, { segmentBytes: 100_000 });
    let syncs = 0;
    files.before((operation) => void (syncs += operation === 'sync' ? 1 : 0));
    await fill(journal, 500);
    // The first goes alone.
    expect(syncs).toBe(2);
  });

  test('PIP4: a journal is full at its limit, and has room again when it is drained', async () => {
    const files = createFakeFiles();
    const { journal } = await openFake(files, { maxBytes: 1_500 });
    await fill(journal, 20);
    expect(journal.hasRoom(1_000)).toBe(false);
    await readAll(journal);
    journal.release(20);
    await journal.append(recordOf(20));
    expect(journal.hasRoom(1_000)).toBe(true);
  });

  test('JRN1: a release that spans files lets go of no more than it counts', async () => {
    const files = createFakeFiles();
    const { journal } = await openFake(files);
    for (let n = 0; n < 3; n += 1) await fill(journal, 10, n * 10);
    await readAll(journal);
    journal.release(15);
    expect(journal.figures()).toMatchObject({ records: 15, oldestAt: recordOf(15).at });
    journal.release(4);
    await journal.close();
    expect((await openFake(files)).found.map(({ at }) => at)).toContain(recordOf(19).at);
  });

  test('JRN1: what is appended as the drained file ends is kept', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const files = createFakeFiles();
      const { journal } = await openFake(files, { maxBytes: 1_500, segmentBytes: 100_000 });
      await fill(journal, 20);
      await readAll(journal);
      journal.release(20);
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      const kept = await fill(journal, 2, 20);
      expect(await readAll(journal)).toEqual(kept);
      await journal.close();
      expect((await openFake(files)).found).toEqual(kept);
    }
  });

  test('JRN1: closing writes what waits, and leaves no file open', async () => {
    const files = createFakeFiles();
    const { journal } = await openFake(files);
    await fill(journal, 1);
    const filling = fill(journal, 30, 1);
    await journal.close();
    await filling;
    expect(files.openCount()).toBe(0);
    expect((await openFake(files)).found).toHaveLength(31);
  });

  test('OPS4 F8: after a failed write or sync nothing goes to that file again, and what was synced stays', async () => {
    for (const operation of ['write', 'sync', 'create', 'syncFolder'] as const)
      for (const fault of ['ENOSPC', 'EIO'] as const) {
        const files = createFakeFiles();
        const isAboutNames = operation === 'create' || operation === 'syncFolder';
        const { journal, warnings } = await openFake(files, { segmentBytes: isAboutNames ? 100 : 4_000 });
        const kept = await fill(journal, 3);
        files.fail(operation, fault);
        for (let n = 0; n < 3; n += 1)
          expect(await journal.append(recordOf(90)).catch((error: unknown) => error)).toMatchObject({
            name: 'JournalError',
            message: expect.stringContaining(fault),
          });
        // Once, however many are refused.
        const refusals = warnings.filter(({ what }) => what === 'the journal could not be written');
        expect(refusals).toEqual([expect.objectContaining({ details: { reason: fault, records: 1 } })]);
        expect(files.openCount()).toBe(0);
        expect(await readAll(journal)).toEqual(kept);
        const before = files.names();
        files.fail(operation, undefined);
        const later = await fill(journal, 2, 3);
        // Space is back: without a restart, in a new file.
        expect(files.names().length).toBeGreaterThan(operation === 'create' ? 0 : before.length);
        expect(await readAll(journal)).toEqual(later);
      }
  });

  test('F8: a short write is written to its end', async () => {
    const files = createFakeFiles();
    files.fail('write', 'short');
    const { journal } = await openFake(files);
    const records = await fill(journal, 50);
    expect(await readAll(journal)).toEqual(records);
  });

  test('JRN1 F2: a power cut at any moment keeps every record whose append was answered, once and in order', async () => {
    const numbers = fc.noShrink(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(300),
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.boolean(),
        numbers,
        async (cutAt, acts, hasSmallFiles, stream) => {
          const files = createFakeFiles();
          const { journal } = await openFake(
            files,
            hasSmallFiles ? {} : { maxBytes: 500, segmentBytes: 4_000 },
          );
          const appended: Promise<unknown>[] = [];
          const inHand: JournalRecord[] = [];
          let operations = 0;
          let cut: FakeFiles | undefined;
          const answered: JournalRecord[] = [];
          const released = new Set<string>();
          let answeredAtCut = 0;
          let releasedAtCut = new Set<string>();
          files.before(() => {
            operations += 1;
            if (operations !== cutAt) return;
            cut = files.powerCut(() => stream.next().value ?? 0);
            answeredAtCut = answered.length;
            releasedAtCut = new Set(released);
          });
          let made = 0;
          for (const act of acts) {
            if (act < 7) {
              const records = Array.from({ length: act + 1 }, (_, n) => recordOf(made + n));
              made += records.length;
              appended.push(
                ...records.map(async (record) => {
                  await journal.append(record);
                  answered.push(record);
                }),
              );
              // What follows may meet it half done.
              if (act < 3) await Promise.all(appended);
            } else {
              if (act < 9) inHand.push(...(await journal.read(act)));
              const done = inHand.splice(0, act === 8 ? inHand.length : 2);
              for (const { text } of done) released.add(text);
              journal.release(done.length);
            }
          }
          await Promise.all(appended);
          cut ??= files.powerCut(() => stream.next().value ?? 0);
          const isLate = answeredAtCut === 0 && operations < cutAt;
          const { found, journal: later } = await openFake(cut);
          expect(await readAll(later)).toEqual(found);
          const texts = found.map(({ text }) => text);
          const promised = (isLate ? answered : answered.slice(0, answeredAtCut))
            .map(({ text }) => text)
            .filter((text) => !(isLate ? released : releasedAtCut).has(text));
          expect(new Set(texts).size).toBe(texts.length);
          expect(texts.filter((text) => promised.includes(text))).toEqual(promised);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('JRN1 F2: what a killed process wrote and did not sync is synced before the next one answers for it', async () => {
    const files = createFakeFiles();
    const written = Promise.withResolvers<undefined>();
    const sync = (): Promise<never> => {
      written.resolve(undefined);
      return new Promise(() => undefined);
    };
    const { journal } = await openFake({
      ...files,
      create: async (name) => ({ ...(await files.create(name)), sync }),
    });
    void journal.append(recordOf(1));
    await written.promise;
    expect((await openFake(files)).found).toEqual([recordOf(1)]);
    expect((await openFake(files.powerCut(() => 0))).found).toEqual([recordOf(1)]);
  });

  test('JRN1: records of many segments are read and released in order, and their files go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { maxLength: 60 }), async (acts) => {
        const files = createFakeFiles();
        const { journal } = await openFake(files, { segmentBytes: 150 });
        const expected: JournalRecord[] = [];
        const seen: JournalRecord[] = [];
        let unreleased = 0;
        for (const act of acts) {
          if (act < 5) expected.push(...(await fill(journal, act, expected.length)));
          else if (act < 10) {
            const read = await journal.read(act - 4);
            seen.push(...read);
            unreleased += read.length;
          } else {
            const count = Math.min(unreleased, act - 9);
            journal.release(count);
            unreleased -= count;
          }
          expect(journal.figures().records).toBe(expected.length - seen.length + unreleased);
        }
        seen.push(...(await readAll(journal)));
        expect(seen).toEqual(expected);
        journal.release(seen.length);
        await journal.close();
        expect(files.names()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

function fail(what: string): never {
  throw new Error(what);
}
