import { createConnection, type Socket } from 'node:net';
import { PATIENCE_MS, within } from './deadline.ts';

/** A WebSocket by hand over TCP which stops reading whenever it is told to. */
export interface SlowReader {
  /** Text frames read so far. */
  readonly frames: readonly string[];
  readonly pause: () => void;
  readonly resume: () => void;
  readonly closed: Promise<void>;
}

function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]); // a mask of zeros changes nothing
}

/** Takes whole unmasked frames off the front of `buffer`; gives their texts and the rest. */
function takeFrames(buffer: Buffer): { texts: string[]; rest: Buffer } {
  const texts: string[] = [];
  let at = 0;
  for (;;) {
    const short = (buffer[at + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (buffer.length < at + head) break;
    const size =
      short < 126
        ? short
        : short === 126
          ? buffer.readUInt16BE(at + 2)
          : Number(buffer.readBigUInt64BE(at + 2));
    if (buffer.length < at + head + size) break;
    if (((buffer[at] ?? 0) & 0x0f) === 1) texts.push(buffer.toString('utf8', at + head, at + head + size));
    at += head + size;
  }
  return { texts, rest: buffer.subarray(at) };
}

/** Connects, signs in, and waits for `ready`. */
export async function openSlowReader(url: string, token: string): Promise<SlowReader> {
  const { hostname, port, host } = new URL(url);
  const socket: Socket = createConnection({ host: hostname, port: Number(port) });
  const frames: string[] = [];
  let buffer = Buffer.alloc(0);
  let upgraded = false;
  const ready = Promise.withResolvers<undefined>();
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    if (!upgraded) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      upgraded = true;
      buffer = buffer.subarray(end + 4);
      socket.write(maskedText(`40${JSON.stringify({ token })}`));
    }
    const { texts, rest } = takeFrames(buffer);
    buffer = Buffer.from(rest);
    frames.push(...texts);
    if (texts.some((text) => text.startsWith('42["ready"'))) ready.resolve(undefined);
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve();
    });
  });
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await within(PATIENCE_MS, 'ready', ready.promise);
  return {
    frames,
    closed,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}
