import { expect, test } from 'bun:test';
import type { Socket } from 'socket.io';
import { connectionOf, openWebSocketOf } from './engine-types.ts';
import { connectRaw } from './testing/raw-client.ts';
import { connectSlowReader, textFramesIn } from './testing/raw-http.ts';
import { startTransport } from './testing/start-transport.ts';
import type { Transport } from './transport.ts';

const LIMITS = { packetBytes: 100_000, outputBytes: 200_000, requestBodyBytes: 100_000 };

async function startWithRoom(): Promise<Transport> {
  const transport = await startTransport({ limits: LIMITS });
  transport.io.on('connection', (socket) => void socket.join('r'));
  return transport;
}

function unreadBytesOf(socket: Socket | undefined): number {
  return socket === undefined ? 0 : (openWebSocketOf(connectionOf(socket))?.getBufferedAmount() ?? 0);
}

/** Sizes that differ, so that a small message could slip in after a large one was refused. */
function textOf(n: number): string {
  return `${String(n)}:${'x'.repeat((n * 7_919) % 9_000)}`;
}

test('PIP4: a reader that stops is closed at its output limit and holds a prefix without a gap', async () => {
  const transport = await startWithRoom();
  const slow = await connectSlowReader(transport.port(), {});
  const gone = new Promise<void>((resolve) => {
    for (const socket of transport.io.sockets.sockets.values()) socket.on('disconnect', () => resolve());
  });
  const reader = await connectRaw(transport.port());
  slow.pause();
  let n = 0;
  while (transport.stats().sockets === 2) {
    for (let burst = 0; burst < 20; burst += 1) transport.publish('r', 'n', textOf((n += 1)));
    // The other reader keeps up; the loop turns meanwhile.
    for (let burst = 0; burst < 20; burst += 1) await reader.next();
  }
  await gone;
  expect(transport.stats()).toMatchObject({ closedForBackpressure: 1, sockets: 1, websockets: 1 });
  slow.resume();
  await slow.ended;
  const texts = textFramesIn(slow.received()).filter((frame) => frame.startsWith('42'));
  expect(texts).toEqual(Array.from({ length: texts.length }, (_, index) => `42["n","${textOf(index + 1)}"]`));
  expect(texts.length).toBeLessThan(n);
});

test('PIP5: under pressure lossy events pass over the slow socket alone, entries do not', async () => {
  const transport = await startWithRoom();
  const slow = await connectSlowReader(transport.port(), {});
  const reader = await connectRaw(transport.port());
  const [slowSocket] = transport.io.sockets.sockets.values();
  slow.pause();
  let entries = 0;
  // The network's own buffers grow while they fill: what counts is what the server still holds, above a quarter.
  while (transport.stats().pressuredPublishes === 0 || unreadBytesOf(slowSocket) <= LIMITS.outputBytes / 4) {
    transport.publish('r', 'entry', 'x'.repeat(60_000));
    entries += 1;
    await reader.next();
  }
  transport.publishLossy('r', transport.encodeEvent('typing', {}));
  transport.publish('r', 'mark', 1);
  expect(await reader.until('42["mark"')).toEqual(['42["typing",{}]', '42["mark",1]']);
  expect(slowSocket?.connected).toBe(true);
  slow.resume();
  const received = await slow.until((bytes) => bytes.includes('"mark"'));
  const frames = textFramesIn(received).filter((frame) => frame.startsWith('42'));
  expect(frames.filter((frame) => frame.includes('"entry"'))).toHaveLength(entries);
  expect(frames.filter((frame) => frame.includes('"typing"'))).toEqual([]);
});

test('PIP5: without pressure lossy events reach everybody but the excluded socket', async () => {
  const transport = await startWithRoom();
  const one = await connectRaw(transport.port());
  const two = await connectRaw(transport.port());
  transport.publishLossy('r', transport.encodeEvent('typing', 1), one.id);
  transport.publish('r', 'mark', 1);
  expect(await one.until('42["mark"')).toEqual(['42["mark",1]']);
  expect(await two.until('42["mark"')).toEqual(['42["typing",1]', '42["mark",1]']);
});
