import { describe, expect, test } from 'bun:test';
import { createLogAudit } from './audit.ts';
import { createTape, createTapeReader } from './tape.ts';

const frameOf = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);
const entry = (seq: number): Buffer => frameOf(`m${seq}`);
const ping = frameOf('2');

/** Two members along one tape, judged by the real audit. */
function createGroup() {
  const tape = createTape(0);
  const audit = createLogAudit(0, 2);
  const others: string[] = [];
  const readers = [0, 1].map((member) =>
    createTapeReader(tape, {
      onFrame(bytes, frame) {
        const text = bytes.toString('utf8', frame.payloadStart, frame.end);
        if (!text.startsWith('m')) return void others.push(text);
        const seq = Number(text.slice(1));
        audit.learned(member, seq, text);
        return seq;
      },
      onReached: (seq) => audit.learnedThrough(member, seq),
    }),
  );
  const read = (member: number, ...frames: Buffer[]): void => readers[member]?.(Buffer.concat(frames));
  return { tape, audit, others, read };
}

describe('tape', () => {
  test('SEQ2: equal streams cut anywhere are counted in full', () => {
    const { audit, read } = createGroup();
    const stream = Buffer.concat([entry(1), entry(2), entry(3)]);
    read(0, stream);
    for (const byte of stream) read(1, Buffer.from([byte]));
    expect(audit.lastSeq(1)).toBe(3);
    expect(audit.finish(false).lost).toBe(0);
  });

  test('SEQ2: a ping in between, even cut in two, disturbs nothing', () => {
    const { audit, others, read } = createGroup();
    read(0, entry(1), ping, entry(2));
    read(1, entry(1), ping.subarray(0, 1));
    read(1, ping.subarray(1), entry(2), entry(3));
    read(0, entry(3));
    expect(others).toEqual(['2', '2']);
    expect(Object.values(audit.finish(false)).every((count) => count === 0)).toBe(true);
  });

  test('SEQ2: lost, doubled and swapped are found along the tape', () => {
    const lost = createGroup();
    lost.read(0, entry(1), entry(2), entry(3));
    lost.read(1, entry(1), entry(3));
    expect(lost.audit.finish(false)).toMatchObject({ lost: 1, doubled: 0, swapped: 0 });

    const doubled = createGroup();
    doubled.read(0, entry(1), entry(2), entry(3));
    doubled.read(1, entry(1), entry(2), entry(2), entry(3));
    expect(doubled.audit.finish(false)).toMatchObject({ lost: 0, doubled: 1, swapped: 0 });

    const swapped = createGroup();
    swapped.read(0, entry(1), entry(2), entry(3));
    swapped.read(1, entry(2), entry(1), entry(3));
    expect(swapped.audit.finish(false)).toMatchObject({ lost: 0, doubled: 0, swapped: 1 });
  });

  test('SEQ2: after a rewind the count goes on', () => {
    const { tape, audit, read } = createGroup();
    read(0, entry(1));
    read(1, entry(1));
    tape.rewind();
    expect(tape.length()).toBe(0);
    read(1, entry(2));
    read(0, entry(2));
    expect(tape.lastSeq()).toBe(2);
    expect(audit.finish(false)).toMatchObject({ lost: 0, doubled: 0, swapped: 0 });
  });
});
