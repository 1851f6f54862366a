import { connect } from 'node:net';
import { closeAfterTest } from './start-transport.ts';

export interface TcpClient {
  /** One byte per character. */
  write(data: string): void;
  /** Stops and starts reading; what arrives meanwhile stays with the sender. */
  pause(): void;
  resume(): void;
  /** All bytes read so far. */
  received(): Buffer;
  /** Says that nothing more will be written. */
  end(): void;
  /** Resolves once `isEnough` holds of what was received, or at the end. */
  until(isEnough: (received: Buffer) => boolean): Promise<Buffer>;
  ended: Promise<void>;
}

/** A bare TCP connection, for requests that no HTTP library would send. */
export async function openTcp(port: number): Promise<TcpClient> {
  const chunks: Buffer[] = [];
  let wake = (): void => undefined;
  const socket = connect(port, '127.0.0.1');
  closeAfterTest(() => socket.destroy());
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isOver = true;
      wake();
      resolve();
    });
  });
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    wake();
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return {
    write: (data) => socket.write(data, 'latin1'),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    received: () => Buffer.concat(chunks),
    async until(isEnough) {
      for (;;) {
        const received = Buffer.concat(chunks);
        if (isOver || isEnough(received)) return received;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    ended,
  };
}

/** Sends one request as it stands; answers the head of the response. */
export async function requestHead(port: number, request: string): Promise<string> {
  const client = await openTcp(port);
  client.write(request);
  const received = await client.until((bytes) => bytes.includes('\r\n\r\n'));
  return received.toString().split('\r\n\r\n')[0] ?? '';
}

/** A WebSocket past CONNECT, over bare TCP: it can stop reading. */
export async function connectSlowReader(port: number, auth: object): Promise<TcpClient> {
  const client = await openTcp(port);
  client.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await client.until((bytes) => bytes.includes('"sid"'));
  client.write(maskedText(`40${JSON.stringify(auth)}`));
  await client.until((bytes) => bytes.includes('40{"sid"'));
  return client;
}

/** A client's text frame of up to 125 bytes, masked with zeros. */
function maskedText(text: string): string {
  return `\x81${String.fromCharCode(0x80 | text.length)}\0\0\0\0${text}`;
}

/** The complete text frames a server sent after its handshake. */
export function textFramesIn(received: Buffer): string[] {
  const frames: string[] = [];
  let at = received.indexOf('\r\n\r\n') + 4;
  while (at + 2 <= received.length) {
    const opcode = received.readUInt8(at) & 0x0f;
    let length = received.readUInt8(at + 1) & 0x7f;
    let head = 2;
    if (length === 126 && at + 4 <= received.length) {
      length = received.readUInt16BE(at + 2);
      head = 4;
    } else if (length === 127 && at + 10 <= received.length) {
      length = Number(received.readBigUInt64BE(at + 2));
      head = 10;
    }
    if (at + head + length > received.length) break;
    if (opcode === 1) frames.push(received.toString('utf8', at + head, at + head + length));
    at += head + length;
  }
  return frames;
}
