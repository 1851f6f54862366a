import { expect, test } from 'bun:test';
import { io as connectClient, type Socket as ClientSocket } from 'socket.io-client';
import { systemClock } from '../clock.ts';
import { connectPolling, connectRaw, openPolling, openRaw, type RawClient } from './testing/raw-client.ts';
import { closeAfterTest, startTransport } from './testing/start-transport.ts';
import type { Transport } from './transport.ts';

/** Everybody joins the rooms that their CONNECT names. */
function joinFromAuth({ io }: Transport): void {
  io.on('connection', (socket) => {
    const { rooms } = socket.handshake.auth as { rooms?: string[] };
    void socket.join(rooms ?? []);
  });
}

async function connectLibrary(port: number, transports: string[], auth: object = {}): Promise<ClientSocket> {
  const client = connectClient(`http://127.0.0.1:${String(port)}`, { transports, auth, forceNew: true });
  closeAfterTest(() => client.disconnect());
  await new Promise<void>((resolve, reject) => {
    client.on('connect', resolve);
    client.on('connect_error', reject);
  });
  return client;
}

function frame(event: string, payload: unknown): string {
  return `42${JSON.stringify([event, payload])}`;
}

/** What reached a client before the mark that ends every test. */
async function upToMark(client: RawClient): Promise<string[]> {
  return (await client.until('42["mark"')).slice(0, -1);
}

test('SEQ2: a room gets an event once, the excluded socket does not', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const sender = await connectRaw(transport.port(), { rooms: ['r'] });
  const receiver = await connectRaw(transport.port(), { rooms: ['r'] });
  const stranger = await connectRaw(transport.port(), { rooms: ['q'] });
  transport.publish('r', 'message', { n: 1 }, sender.id);
  transport.publish('r', 'mark', 1);
  transport.publish('q', 'mark', 1);
  expect(await upToMark(sender)).toEqual([]);
  expect(await upToMark(receiver)).toEqual([frame('message', { n: 1 })]);
  expect(await upToMark(stranger)).toEqual([]);
});

test('SEQ2: acks, emits and published events keep the order of the calls on a socket', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  transport.io.on('connection', (socket) => {
    socket.on('go', (ack: (answer: number) => void) => {
      transport.publish('r', 'n', 1);
      socket.emit('n', 2);
      transport.publish('r', 'n', 3);
      ack(4);
      transport.publish('r', 'n', 5);
      transport.io.to('r').emit('n', 6);
      transport.io.to(['r', 'q']).emit('n', 7);
      transport.publish('r', 'n', 8);
      transport.publish('r', 'mark', 1);
    });
  });
  const client = await connectRaw(transport.port(), { rooms: ['r'] });
  const peer = await connectRaw(transport.port(), { rooms: ['r'] });
  client.send('427["go"]');
  const numbers = [1, 2, 3, 5, 6, 7, 8].map((n) => frame('n', n));
  numbers.splice(3, 0, '437[4]');
  expect(await upToMark(client)).toEqual(numbers);
  expect(await upToMark(peer)).toEqual([1, 3, 5, 6, 7, 8].map((n) => frame('n', n)));
});

test('SEQ2: the order also holds when the excluded socket publishes natively', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const one = await connectRaw(transport.port(), { rooms: ['r'] });
  const two = await connectRaw(transport.port(), { rooms: ['r'] });
  for (let n = 0; n < 100; n += 1) transport.publish('r', 'n', n, n % 2 === 0 ? one.id : two.id);
  transport.publish('r', 'mark', 1);
  expect(await upToMark(one)).toEqual(Array.from({ length: 50 }, (_, n) => frame('n', 2 * n + 1)));
  expect(await upToMark(two)).toEqual(Array.from({ length: 50 }, (_, n) => frame('n', 2 * n)));
});

test('SEQ2: polling sockets of a room get every event, in order', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const poller = await connectPolling(transport.port(), { rooms: ['r'] });
  const raw = await connectRaw(transport.port(), { rooms: ['r'] });
  transport.publish('r', 'n', 1);
  transport.publish('r', 'n', 2, raw.id);
  transport.publish('r', 'n', 3, poller.id);
  transport.publish('r', 'mark', 1);
  expect((await poller.poll()).packets).toEqual([frame('n', 1), frame('n', 2), frame('mark', 1)]);
  expect(await upToMark(raw)).toEqual([frame('n', 1), frame('n', 3)]);
});

test('SEQ2: nothing is lost, doubled or swapped while the client library moves from polling to WebSocket', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  let sent = 0;
  const publishNext = () => {
    transport.publish('r', 'n', (sent += 1));
  };
  transport.io.on('connection', () => {
    closeAfterTest(systemClock.every(1, publishNext));
  });
  const seen: number[] = [];
  const client = connectClient(`http://127.0.0.1:${String(transport.port())}`, {
    auth: { rooms: ['r'] },
    forceNew: true,
  });
  closeAfterTest(() => client.disconnect());
  await new Promise<void>((resolve) => {
    let left = 20;
    client.on('n', (n: number) => {
      seen.push(n);
      if (client.io.engine.transport.name === 'websocket' && (left -= 1) === 0) resolve();
    });
  });
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
  expect(transport.stats()).toMatchObject({ sockets: 1, websockets: 1, polling: 0 });
});

test('SEQ2: what was queued for polling comes first on the WebSocket that takes over', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const poller = await connectPolling(transport.port(), { rooms: ['r', 'q'] });
  await connectRaw(transport.port(), { rooms: ['r', 'q'] });
  const webSocket = await openRaw(transport.port(), `&sid=${poller.sid}`);
  webSocket.send('2probe');
  expect(await webSocket.next()).toBe('3probe');
  transport.publish('r', 'n', 1);
  transport.publish('q', 'n', 2);
  webSocket.send('5');
  expect([await webSocket.next(), await webSocket.next()]).toEqual([frame('n', 1), frame('n', 2)]);
  transport.publish('r', 'n', 3);
  transport.publish('q', 'n', 4);
  transport.publish('r', 'n', 5, poller.id);
  transport.publish('r', 'mark', 1);
  expect(await upToMark(webSocket)).toEqual([frame('n', 3), frame('n', 4)]);
  expect(transport.stats()).toMatchObject({ sockets: 2, websockets: 2, polling: 0 });
});

test('GRP1: a socket that left a room, or is gone, gets nothing of it', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const client = await connectRaw(transport.port(), { rooms: ['r', 'q'] });
  const other = await connectRaw(transport.port(), { rooms: ['r'] });
  transport.io.in(client.id).socketsLeave('r');
  transport.publish('r', 'n', 1);
  transport.publish('q', 'mark', 1);
  transport.publish('r', 'mark', 1);
  expect(await upToMark(client)).toEqual([]);
  expect(await upToMark(other)).toEqual([frame('n', 1)]);
  expect(transport.roomSize('r')).toBe(1);
  transport.io.in('r').disconnectSockets(true);
  await other.closed;
  expect(transport.roomSize('r')).toBe(0);
});

test('SEC1: a socket joined to rooms before CONNECT is accepted gets nothing until then', async () => {
  const transport = await startTransport();
  let accept = (): void => undefined;
  const joined = new Promise<void>((resolve) => {
    transport.io.use((socket, next) => {
      void socket.join('r');
      accept = next;
      resolve();
    });
  });
  const client = await openRaw(transport.port());
  client.send('40');
  await joined;
  transport.publish('r', 'n', 1);
  accept();
  await client.until('40');
  transport.publish('r', 'mark', 1);
  expect(await upToMark(client)).toEqual([]);
});

test('SEQ2: emits to several rooms, with exclusions and to one socket reach exactly whom they should', async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const { io } = transport;
  const a = await connectRaw(transport.port(), { rooms: ['r', 's'] });
  const b = await connectRaw(transport.port(), { rooms: ['r'] });
  const c = await connectPolling(transport.port(), { rooms: ['s'] });
  io.to('r').to('s').emit('e', 'both');
  io.to('r').except('s').emit('e', 'r but s');
  io.to('r').except(a.id).emit('e', 'r but a');
  io.except(b.id).emit('e', 'all but b');
  io.to('r').except([a.id, b.id]).emit('e', 'nobody');
  io.to(a.id).emit('e', 'a');
  transport.publish(c.id, 'e', 'c');
  io.volatile.to('r').emit('e', 'volatile');
  io.sockets.sockets.get(a.id)?.to('r').emit('e', 'from a');
  io.emit('mark', 1);
  const heard = (...texts: string[]) => texts.map((text) => frame('e', text));
  expect(await upToMark(a)).toEqual(heard('both', 'all but b', 'a', 'volatile'));
  expect(await upToMark(b)).toEqual(heard('both', 'r but s', 'r but a', 'volatile', 'from a'));
  expect((await c.poll()).packets.slice(0, -1)).toEqual(heard('both', 'all but b', 'c'));
});

test("SEQ2: a socket in the room named by another socket's id, and that socket, both get what is sent there", async () => {
  const transport = await startTransport();
  joinFromAuth(transport);
  const a = await connectRaw(transport.port());
  const b = await connectRaw(transport.port(), { rooms: [a.id] });
  transport.publish(a.id, 'e', 1);
  transport.io.emit('mark', 1);
  expect(await upToMark(a)).toEqual([frame('e', 1)]);
  expect(await upToMark(b)).toEqual([frame('e', 1)]);
});

test.each([['websocket'], ['polling']])('SEQ2: the unmodified client library talks over %s', async (kind) => {
  const transport = await startTransport();
  joinFromAuth(transport);
  transport.io.on('connection', (socket) => {
    socket.on('echo', (value: unknown, ack: (answer: unknown) => void) => {
      ack({ value });
    });
  });
  const client = await connectLibrary(transport.port(), [kind], { rooms: ['r'] });
  expect(await client.emitWithAck('echo', { text: 'grüß dich 👋' })).toEqual({
    value: { text: 'grüß dich 👋' },
  });
  const heard = new Promise((resolve) => client.on('e', resolve));
  transport.publish('r', 'e', { text: 'ü👋' });
  expect(await heard).toEqual({ text: 'ü👋' });
  const answer = new Promise((resolve, reject) => {
    client.on('ask', (ack: (answer: number) => void) => {
      ack(7);
    });
    transport.io
      .timeout(5_000)
      .to('r')
      .emit('ask', (error: Error | null, answers: number[]) => {
        if (error === null) resolve(answers);
        else reject(error);
      });
  });
  expect(await answer).toEqual([7]);
});

test('SEC5: the address of the handshake is the one that clientAddress made of it', async () => {
  const transport = await startTransport({
    clientAddress: (request, remoteAddress) =>
      `${request.headers.get('x-forwarded-for') ?? 'none'} via ${remoteAddress}`,
  });
  const addresses: string[] = [];
  transport.io.on('connection', (socket) => addresses.push(socket.handshake.address));
  await connectRaw(transport.port());
  await connectPolling(transport.port());
  expect(addresses).toEqual(['none via 127.0.0.1', 'none via 127.0.0.1']);
});

test('SEQ2: a session that polls is counted as one until it ends', async () => {
  const transport = await startTransport();
  const poller = await openPolling(transport.port());
  expect(transport.stats()).toMatchObject({ sockets: 0, websockets: 0, polling: 1 });
  await poller.post('1');
  expect(transport.stats()).toMatchObject({ polling: 0 });
});
