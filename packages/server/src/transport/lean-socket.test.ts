import { expect, test } from 'bun:test';
import type { Socket } from 'socket.io';
import { connectionOf } from './engine-types.ts';
import { connectPolling, connectRaw, type RawClient } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';
import type { Transport } from './transport.ts';

interface Parts {
  listeners: unknown;
  decoder: unknown;
  bound: unknown[];
}

/** What a connection and its client hold. */
function partsOf(socket: Socket): Parts {
  // Interop: declared private, in a test.
  const { _listeners: listeners } = connectionOf(socket) as unknown as { _listeners: unknown };
  const { decoder, ondata, ondecoded, onerror, onclose } = socket.client as unknown as Record<
    string,
    unknown
  >;
  return { listeners, decoder, bound: [ondata, ondecoded, onerror, onclose] };
}

/** Two connected WebSockets, and the server's ends of them. */
async function connectTwo(transport: Transport) {
  const clients: [RawClient, RawClient] = [
    await connectRaw(transport.port()),
    await connectRaw(transport.port()),
  ];
  const [one, two] = transport.io.sockets.sockets.values();
  if (one === undefined || two === undefined) throw new Error('two sockets');
  return { clients, one, two };
}

function disconnected(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('disconnect', () => resolve());
  });
}

test('SEC6: connected WebSockets have the same listeners, functions and decoder', async () => {
  const transport = await startTransport();
  const { one, two } = await connectTwo(transport);
  const [parts, others] = [partsOf(one), partsOf(two)];
  expect(parts.listeners).toBe(others.listeners);
  expect(parts.decoder).toBe(others.decoder);
  parts.bound.forEach((each, index) => {
    expect(each).toBeFunction();
    expect(each).toBe(others.bound[index]);
  });
});

test('SEC6: who listens to one connection hears of it alone, and may stop to', async () => {
  const transport = await startTransport();
  const { clients, one, two } = await connectTwo(transport);
  const heard: string[] = [];
  const hear = (): void => void heard.push('packet');
  connectionOf(one).on('packet', hear);
  one.on('e', () => heard.push('one'));
  two.on('e', () => heard.push('two'));
  for (const [index, client] of clients.entries()) {
    client.send(`42${String(index)}["e"]`);
    client.send('42["e"]');
  }
  clients[0].close();
  await disconnected(one);
  expect(heard.filter((what) => what === 'packet')).toHaveLength(2);
  expect(transport.stats()).toMatchObject({ websockets: 1, sockets: 1 });
  two.emit('mark');
  expect(await clients[1].next()).toBe('42["mark"]');
});

test('SEC6: a connection that somebody already listens to is left as it is, and works', async () => {
  const transport = await startTransport();
  let closed = 0;
  transport.io.use((socket, next) => {
    socket.conn.on('close', () => (closed += 1));
    next();
  });
  transport.io.on('connection', (socket) => {
    socket.on('echo', (text: string, ack: (answer: string) => void) => {
      ack(text);
    });
  });
  const { clients, one, two } = await connectTwo(transport);
  expect(partsOf(one).listeners).not.toBe(partsOf(two).listeners);
  clients[0].send('421["echo","a"]');
  expect(await clients[0].next()).toBe('431["a"]');
  for (const client of clients) client.close();
  await Promise.all([one, two].map(disconnected));
  expect(closed).toBe(2);
});

test('SEC6: a polling socket keeps its own', async () => {
  const transport = await startTransport();
  const { one } = await connectTwo(transport);
  const { id } = await connectPolling(transport.port());
  const poller = transport.io.sockets.sockets.get(id);
  if (poller === undefined) throw new Error('a polling socket');
  expect(partsOf(poller).listeners).not.toBe(partsOf(one).listeners);
  expect(partsOf(poller).decoder).not.toBe(partsOf(one).decoder);
});
