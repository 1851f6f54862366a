import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createFakeFiles } from './testing/fake-files.ts';
import { fill, openFake, readAll, recordOf } from './testing/open-fake.ts';

describe('a damaged journal', () => {
  test('JRN2 F9: a journal flipped or torn at any byte loses what is touched, says where, and keeps the file', async () => {
    const whole = createFakeFiles();
    const { journal } = await openFake(whole, { segmentBytes: 100_000 });
    const records = await fill(journal, 4);
    await journal.close();
    const [name = ''] = whole.names();
    const bytes = Buffer.from(whole.bytesOf(name));
    const frame = bytes.length / records.length;
    for (let at = 0; at < bytes.length; at += 1)
      for (const damage of ['flip', 'tear'] as const) {
        const touched = damage === 'flip' ? Buffer.from(bytes) : Buffer.from(bytes.subarray(0, at));
        if (damage === 'flip') touched[at] = touched[at]! ^ 0xff;
        const files = createFakeFiles(new Map([[name, { bytes: touched, synced: touched.length }]]));
        const hit = Math.floor(at / frame);
        const isWhole = damage === 'tear' && at % frame === 0;
        const { found, warnings, journal: again } = await openFake(files);
        expect(found).toEqual(
          damage === 'flip' ? records.filter((_, n) => n !== hit) : records.slice(0, hit),
        );
        expect(warnings.map(({ details }) => details)).toEqual(
          isWhole
            ? []
            : [{ file: name, from: hit * frame, to: damage === 'flip' ? (hit + 1) * frame : touched.length }],
        );
        // What checks is used, then the file is kept aside.
        expect(await readAll(again)).toEqual(found);
        again.release(found.length);
        await again.close();
        expect(files.names()).toEqual(isWhole ? [] : [`${name}.damaged`]);
        const { found: nothing, journal: later } = await openFake(files);
        expect(nothing).toEqual([]);
        await later.append(recordOf(1));
        const fresh = isWhole ? '00000001.journal' : '00000002.journal';
        expect(files.names().filter((one) => one.endsWith('.journal'))).toEqual([fresh]);
      }
  });

  test('JRN2: what the disk loses while the journal runs is reported, and the rest is read', async () => {
    const files = createFakeFiles();
    const { journal, warnings } = await openFake(files);
    const records = [...(await fill(journal, 10)), ...(await fill(journal, 10, 10))];
    const [first = '', second = ''] = files.names();
    files.bytesOf(first)[30]! ^= 1;
    const frames = files.bytesOf(second);
    frames.fill(0, frames.length - 10);
    const read = await readAll(journal);
    expect(records.filter((record) => !read.some(({ at }) => at === record.at))).toHaveLength(2);
    expect(warnings.map(({ details }) => details)).toEqual([
      { file: first, from: 0, to: expect.any(Number) },
      { file: first, records: 1 },
      { file: second, from: expect.any(Number), to: frames.length },
      { file: second, records: 1 },
    ]);
    expect(journal.figures().records).toBe(read.length);
    journal.release(read.length);
    await journal.close();
    expect(files.names()).toEqual([`${first}.damaged`, `${second}.damaged`]);
  });

  test('JRN2 F9: a flipped byte does not make a journal of a newer format', async () => {
    const whole = createFakeFiles();
    const { journal } = await openFake(whole);
    const records = await fill(journal, 2);
    await journal.close();
    const [name = ''] = whole.names();
    for (let digit = 0; digit <= 9; digit += 1) {
      const touched = Buffer.from(whole.bytesOf(name));
      touched.write(String(digit), 2);
      const files = createFakeFiles(new Map([[name, { bytes: touched, synced: touched.length }]]));
      expect((await openFake(files)).found).toEqual(digit === 1 ? records : records.slice(1));
    }
  });

  test('JRN2: garbage between records is passed over, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(3), async (garbage, place) => {
        const whole = createFakeFiles();
        const { journal } = await openFake(whole, { segmentBytes: 100_000 });
        const records = await fill(journal, 4);
        await journal.close();
        const [name = ''] = whole.names();
        const bytes = whole.bytesOf(name);
        const at = (bytes.length / 4) * place;
        const mixed = Buffer.concat([bytes.subarray(0, at), garbage, bytes.subarray(at)]);
        const { found, warnings } = await openFake(
          createFakeFiles(new Map([[name, { bytes: mixed, synced: mixed.length }]])),
        );
        expect(found).toEqual(records);
        expect(warnings.length > 0).toBe(garbage.length > 0);
      }),
    );
  });

  test('OPS3: a journal of a newer format is refused with a sentence', async () => {
    const files = createFakeFiles(
      new Map([['00000001.journal', { bytes: Buffer.from('PJ2\nwhatever'), synced: 12 }]]),
    );
    expect(await openFake(files).catch((error: unknown) => error)).toMatchObject({
      name: 'JournalError',
      message: 'The journal was written by a newer version of Parley.',
    });
  });
});
