import { describe, expect, test } from 'bun:test';
import { createFrameReader, encodeClientFrame, findServerFrame, opcodes } from './frames.ts';

function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length < 126) return Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
  if (payload.length < 65_536) {
    const header = Buffer.from([0x81, 126, 0, 0]);
    header.writeUInt16BE(payload.length, 2);
    return Buffer.concat([header, payload]);
  }
  const header = Buffer.alloc(10);
  header[0] = 0x81;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([header, payload]);
}

const texts = ['', '2', 'a'.repeat(125), 'b'.repeat(126), 'grüße', 'c'.repeat(65_535), 'd'.repeat(65_536)];

describe('frames', () => {
  test('every length form is read back, whatever the chunks', () => {
    const stream = Buffer.concat(texts.map(serverFrame));
    for (const chunkBytes of [1, 7, 4_096, stream.length]) {
      if (chunkBytes === 1 && stream.length > 200_000) continue;
      const seen: string[] = [];
      const read = createFrameReader((bytes, frame) => {
        seen.push(bytes.toString('utf8', frame.payloadStart, frame.end));
      });
      for (let at = 0; at < stream.length; at += chunkBytes) read(stream.subarray(at, at + chunkBytes));
      expect(seen).toEqual(texts);
    }
  });

  test('a client frame is masked, with a key that leaves the text readable', () => {
    for (const text of texts) {
      const frame = encodeClientFrame(text);
      expect(frame[0]).toBe(0x80 | opcodes.text);
      expect((frame[1] ?? 0) & 0x80).toBe(0x80);
      const payloadBytes = Buffer.byteLength(text);
      expect(frame.toString('utf8', frame.length - payloadBytes)).toBe(text);
      expect([...frame.subarray(frame.length - payloadBytes - 4, frame.length - payloadBytes)]).toEqual([
        0, 0, 0, 0,
      ]);
    }
  });

  test('an incomplete frame is not a frame', () => {
    const frame = serverFrame('x'.repeat(200));
    for (const cut of [0, 1, 2, 3, 4, 203])
      expect(findServerFrame(frame.subarray(0, cut), 0)).toBeUndefined();
    expect(findServerFrame(frame, 0)).toEqual({ opcode: 1, start: 0, payloadStart: 4, end: 204 });
  });
});
