import { expect, test } from 'bun:test';
import { connectPolling, connectRaw, openPolling, openRaw } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';

/* The cases of the public Engine.IO 4 and Socket.IO 5 suites that clients in other languages rest on. */

const SEPARATOR = '\x1e';

test('SND1: the handshake names the session, its upgrades and its times', async () => {
  const transport = await startTransport({ pingIntervalMs: 300, pingTimeoutMs: 200 });
  const client = await openRaw(transport.port());
  const opened = await client.next();
  expect(opened[0]).toBe('0');
  expect(JSON.parse(opened.slice(1))).toEqual({
    sid: expect.any(String),
    upgrades: [],
    pingInterval: 300,
    pingTimeout: 200,
    maxPayload: 128_000,
  });
  const response = await fetch(
    `http://127.0.0.1:${String(transport.port())}/socket.io/?EIO=4&transport=polling`,
  );
  expect(JSON.parse((await response.text()).slice(1))).toMatchObject({ upgrades: ['websocket'] });
});

test('SND1: the id a client sees at CONNECT is not its session id', async () => {
  const transport = await startTransport();
  const poller = await connectPolling(transport.port());
  expect(poller.id).not.toBe(poller.sid);
  expect(transport.io.sockets.sockets.has(poller.id)).toBe(true);
});

test('SND1: acks carry the id they were asked for with, zero included, whatever their order', async () => {
  const transport = await startTransport();
  const waiting: (() => void)[] = [];
  transport.io.on('connection', (socket) => {
    socket.on('e', (value: unknown, ack: (answer: unknown) => void) => {
      waiting.push(() => {
        ack(value);
      });
      if (waiting.length === 3) for (const answer of waiting.reverse()) answer();
    });
  });
  const client = await connectRaw(transport.port());
  client.send('420["e","a"]');
  client.send('421["e","b"]');
  client.send('42456["e","c"]');
  expect([await client.next(), await client.next(), await client.next()]).toEqual([
    '43456["c"]',
    '431["b"]',
    '430["a"]',
  ]);
});

test('SND1: an event that asked for no ack gets none', async () => {
  const transport = await startTransport();
  transport.io.on('connection', (socket) => {
    socket.on('e', (...args: unknown[]) => socket.emit('args', args.length));
  });
  const client = await connectRaw(transport.port());
  client.send('42["e",1,2]');
  expect(await client.next()).toBe('42["args",2]');
});

test('SND1: several packets in one polling body are all taken, in order', async () => {
  const transport = await startTransport();
  transport.io.on('connection', (socket) => {
    socket.on('e', (value: number, ack: (answer: number) => void) => {
      ack(value);
    });
  });
  const client = await connectPolling(transport.port());
  const posted = await client.post(['420["e",1]', '421["e",2]', '422["e",3]'].join(SEPARATOR));
  expect([posted.status, await posted.text()]).toEqual([200, 'ok']);
  const answers: string[] = [];
  while (answers.length < 3) answers.push(...(await client.poll()).packets);
  expect(answers).toEqual(['430[1]', '431[2]', '432[3]']);
});

test('SND1: a waiting poll is answered when something is sent, and by the ping', async () => {
  const transport = await startTransport({ pingIntervalMs: 20, pingTimeoutMs: 5_000 });
  const client = await openPolling(transport.port());
  expect((await client.poll()).packets).toEqual(['2']);
  await client.post('3');
  expect((await client.poll()).packets).toEqual(['2']);
});

test('SND1: a session closed by its client answers the waiting poll with a noop', async () => {
  const transport = await startTransport();
  const client = await openPolling(transport.port());
  const poll = client.poll();
  await client.post('1');
  const answer = await poll;
  // The close may overtake the poll on its way.
  expect(answer.status === 400 || answer.packets[0] === '6').toBe(true);
});

test('SND1: while a WebSocket probes, the waiting poll is released with a noop', async () => {
  const transport = await startTransport();
  const poller = await connectPolling(transport.port());
  const poll = poller.poll();
  const client = await openRaw(transport.port(), `&sid=${poller.sid}`);
  client.send('2probe');
  expect(await client.next()).toBe('3probe');
  expect((await poll).packets).toEqual(['6']);
});

test('SND1: text outside ASCII survives both transports', async () => {
  const transport = await startTransport();
  transport.io.on('connection', (socket) => {
    socket.on('e', (value: string, ack: (answer: string) => void) => {
      ack(value);
    });
  });
  const text = '€ – 漢字 👩‍👩‍👧 \u0000\u001f';
  const client = await connectRaw(transport.port());
  client.send(`421${JSON.stringify(['e', text])}`);
  expect(await client.next()).toBe(`431${JSON.stringify([text])}`);
  const poller = await connectPolling(transport.port());
  await poller.post(`421${JSON.stringify(['e', text])}`);
  expect((await poller.poll()).packets).toEqual([`431${JSON.stringify([text])}`]);
});
