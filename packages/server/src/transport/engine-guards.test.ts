import { expect, test } from 'bun:test';
import { connectPolling, connectRaw, openPolling, openRaw } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';

const POLICY_VIOLATION = 1008;
const SEPARATOR = '\x1e';

test('SEC6: a pong that no ping asked for closes a WebSocket', async () => {
  const transport = await startTransport();
  const client = await connectRaw(transport.port());
  client.send('3');
  await client.closed;
  expect(transport.stats()).toMatchObject({ closedForUnsolicitedPong: 1, websockets: 0, sockets: 0 });
});

test('SEC6: a pong that no ping asked for closes a polling session', async () => {
  const transport = await startTransport();
  const client = await openPolling(transport.port());
  await client.post(['3', '3', '3'].join(SEPARATOR));
  expect(transport.stats()).toMatchObject({ closedForUnsolicitedPong: 1, polling: 0 });
  expect((await client.poll()).status).toBe(400);
});

test('SEC6: one ping allows one pong', async () => {
  const transport = await startTransport({ pingIntervalMs: 10, pingTimeoutMs: 5_000 });
  const client = await connectRaw(transport.port());
  for (let round = 0; round < 3; round += 1) {
    expect(await client.next()).toBe('2');
    client.send('3');
  }
  expect(await client.next()).toBe('2');
  client.send('3');
  client.send('3');
  await client.closed;
  expect(transport.stats().closedForUnsolicitedPong).toBe(1);
});

test('SEC6: a connection that answers no ping is closed', async () => {
  const transport = await startTransport({ pingIntervalMs: 10, pingTimeoutMs: 10 });
  const client = await connectRaw(transport.port());
  await client.closed;
  expect(transport.stats()).toMatchObject({ sockets: 0, websockets: 0 });
});

test('SEC6: a ping on polling can be answered on the WebSocket that took over', async () => {
  const transport = await startTransport({ pingIntervalMs: 10, pingTimeoutMs: 5_000 });
  // Without CONNECT: its answer might bring the ping along.
  const poller = await openPolling(transport.port());
  expect((await poller.poll()).packets).toEqual(['2']);
  const client = await openRaw(transport.port(), `&sid=${poller.sid}`);
  client.send('2probe');
  await client.until('3probe');
  client.send('5');
  client.send('3');
  expect(await client.next()).toBe('2');
  expect(transport.stats()).toMatchObject({ closedForUnsolicitedPong: 0, websockets: 1 });
});

test('SEC6: packets above the rate close a WebSocket with 1008, and no other', async () => {
  const transport = await startTransport({ packetsPerSecond: 0, packetBurst: 10 });
  const other = await connectRaw(transport.port());
  const client = await connectRaw(transport.port());
  for (let n = 0; n < 10; n += 1) client.send('42["e"]');
  expect((await client.closed).code).toBe(POLICY_VIOLATION);
  expect(transport.stats()).toMatchObject({ closedForPacketRate: 1, sockets: 1 });
  transport.io.emit('mark', 1);
  expect(await other.next()).toBe('42["mark",1]');
});

test('SEC6: WebSocket pings count as packets', async () => {
  const transport = await startTransport({ packetsPerSecond: 0, packetBurst: 10 });
  const client = await connectRaw(transport.port());
  for (let n = 0; n < 10; n += 1) client.ping();
  expect((await client.closed).code).toBe(POLICY_VIOLATION);
});

test('SEC6: packets above the rate close a polling session', async () => {
  const transport = await startTransport({ packetsPerSecond: 0, packetBurst: 10 });
  const client = await connectPolling(transport.port());
  await client.post(Array.from({ length: 10 }, () => '42["e"]').join(SEPARATOR));
  expect(transport.stats()).toMatchObject({ closedForPacketRate: 1, polling: 0, sockets: 0 });
});

test('SEC6: an infinite rate lifts the limit', async () => {
  const transport = await startTransport({ packetsPerSecond: Infinity, packetBurst: 0 });
  const client = await connectRaw(transport.port());
  for (let n = 0; n < 2_000; n += 1) client.send('42["e"]');
  transport.io.emit('mark', 1);
  expect(await client.next()).toBe('42["mark",1]');
});

test('SEC6: a second probe closes the WebSocket and leaves the polling session', async () => {
  const transport = await startTransport();
  const poller = await connectPolling(transport.port());
  const client = await openRaw(transport.port(), `&sid=${poller.sid}`);
  client.send('2probe');
  client.send('2probe');
  expect((await client.closed).code).toBe(POLICY_VIOLATION);
  transport.io.emit('mark', 1);
  expect((await poller.poll()).packets).toEqual(['42["mark",1]']);
});

test('SEC6: a probe never completed is closed, and the session stays on polling', async () => {
  const transport = await startTransport({ upgradeTimeoutMs: 10 });
  const poller = await connectPolling(transport.port());
  const probe = await openRaw(transport.port(), `&sid=${poller.sid}`);
  await probe.closed;
  const again = await openRaw(transport.port(), `&sid=${poller.sid}`);
  await again.closed;
  transport.io.emit('mark', 1);
  expect((await poller.poll()).packets).toEqual(['42["mark",1]']);
});

test('SEC6: a binary frame closes a WebSocket with 1003', async () => {
  const transport = await startTransport();
  const client = await connectRaw(transport.port());
  client.send(new Uint8Array([1, 2, 3]));
  expect((await client.closed).code).toBe(1003);
  expect(transport.stats().closedForBinary).toBe(1);
});

test('SEC6: a binary packet closes a polling session', async () => {
  const transport = await startTransport();
  const client = await connectPolling(transport.port());
  await client.post('bAQID');
  expect(transport.stats()).toMatchObject({ closedForBinary: 1, polling: 0, sockets: 0 });
});

test('SEC6: a WebSocket message above the packet limit closes the connection', async () => {
  const limits = { packetBytes: 1_000, outputBytes: 100_000, requestBodyBytes: 100_000 };
  const transport = await startTransport({ limits });
  const client = await connectRaw(transport.port());
  client.send(`42["e","${'x'.repeat(1_000)}"]`);
  await client.closed;
  expect(transport.stats().sockets).toBe(0);
});

test('PIP4: a session that never polls is closed at its output limit, and nothing more is written to it', async () => {
  const limits = { packetBytes: 1_000, outputBytes: 10_000, requestBodyBytes: 100_000 };
  const transport = await startTransport({ limits });
  const reasons: string[] = [];
  transport.io.on('connection', (socket) => {
    void socket.join('r');
    socket.on('disconnect', (reason) => reasons.push(reason));
  });
  const client = await connectPolling(transport.port());
  const text = 'ü'.repeat(2_000);
  transport.publish('r', 'e', text);
  transport.publish('r', 'e', text);
  expect(transport.stats()).toMatchObject({ polling: 1, closedForBackpressure: 0 });
  transport.publish('r', 'e', text);
  expect(transport.stats()).toMatchObject({ polling: 0, sockets: 0, closedForBackpressure: 1 });
  expect(reasons).toHaveLength(1);
  expect((await client.poll()).status).toBe(400);
});

test('PIP4: what a poll took no longer counts against the output limit', async () => {
  const limits = { packetBytes: 1_000, outputBytes: 10_000, requestBodyBytes: 100_000 };
  const transport = await startTransport({ limits });
  const client = await connectPolling(transport.port());
  for (let round = 0; round < 5; round += 1) {
    transport.io.emit('e', 'x'.repeat(8_000));
    expect((await client.poll()).packets).toHaveLength(1);
  }
  expect(transport.stats()).toMatchObject({ polling: 1, closedForBackpressure: 0 });
});

test('SEC6: a closed session is forgotten by the engine', async () => {
  const transport = await startTransport();
  const client = await connectRaw(transport.port());
  client.close();
  await client.closed;
  const poller = await openPolling(transport.port());
  await poller.post('1');
  expect((await poller.poll()).status).toBe(400);
  expect(transport.stats()).toMatchObject({ websockets: 0, polling: 0, sockets: 0 });
});

test('SEC6: the engine keeps nothing of the request while a connection lives', async () => {
  const transport = await startTransport();
  const closeListeners: number[] = [];
  transport.io.on('connection', (socket) => {
    // Interop: the engine's emitter, in a test.
    const emitter = socket.conn as unknown as { listeners(event: string): unknown[] };
    closeListeners.push(emitter.listeners('close').length);
    expect(Object.keys(socket.handshake.headers)).not.toContain('sec-websocket-key');
  });
  await connectRaw(transport.port());
  // Ours and Socket.IO's; the engine's own would hold the request.
  expect(closeListeners).toEqual([2]);
});
