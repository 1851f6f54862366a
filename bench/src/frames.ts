/*
 * WebSocket frames (RFC 6455), only what a load generator needs: whole text frames, both ways.
 * Written by hand because a client library costs more than the server under test.
 */

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Where one frame lies within a buffer: header from `start`, payload from `payloadStart` to `end`, in bytes. */
export interface FrameSpan {
  readonly opcode: number;
  readonly start: number;
  readonly payloadStart: number;
  readonly end: number;
}

const maskedBit = 0x80;
const maskBytes = 4;

/**
 * One client frame. The masking key is zero: a valid key that leaves the payload as it is,
 * so the generator saves the work and the server still unmasks.
 */
export function encodeClientFrame(text: string, opcode: number = opcodes.text): Buffer {
  const payloadBytes = Buffer.byteLength(text);
  const headerBytes = (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10) + maskBytes;
  const frame = Buffer.allocUnsafe(headerBytes + payloadBytes);
  frame[0] = 0x80 | opcode;
  if (payloadBytes < 126) {
    frame[1] = maskedBit | payloadBytes;
  } else if (payloadBytes < 65_536) {
    frame[1] = maskedBit | 126;
    frame.writeUInt16BE(payloadBytes, 2);
  } else {
    frame[1] = maskedBit | 127;
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  }
  frame.fill(0, headerBytes - maskBytes, headerBytes);
  frame.write(text, headerBytes);
  return frame;
}

/** The server frame that begins at `start`; `undefined` while its bytes are incomplete. */
export function findServerFrame(bytes: Buffer, start: number): FrameSpan | undefined {
  if (bytes.length < start + 2) return undefined;
  const opcode = (bytes[start] ?? 0) & 0x0f;
  const shortLength = (bytes[start + 1] ?? 0) & 0x7f;
  const payloadStart = start + (shortLength < 126 ? 2 : shortLength === 126 ? 4 : 10);
  if (bytes.length < payloadStart) return undefined;
  const payloadBytes =
    shortLength < 126
      ? shortLength
      : shortLength === 126
        ? bytes.readUInt16BE(start + 2)
        : Number(bytes.readBigUInt64BE(start + 2));
  const end = payloadStart + payloadBytes;
  return bytes.length < end ? undefined : { opcode, start, payloadStart, end };
}

/** Takes the chunks of one socket in order. */
export type ChunkReader = (chunk: Buffer) => void;
export type FrameListener = (bytes: Buffer, frame: FrameSpan) => void;

/** Cuts a byte stream into frames, whatever the chunks. The bytes are only valid during the call. */
export function createFrameReader(onFrame: FrameListener): ChunkReader {
  let rest: Buffer | undefined;
  return (chunk) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (;;) {
      const frame = findServerFrame(bytes, start);
      if (frame === undefined) break;
      onFrame(bytes, frame);
      start = frame.end;
    }
    rest = start < bytes.length ? bytes.subarray(start) : undefined;
  };
}
