import { expect, test } from 'bun:test';
import { PacketType, type Packet } from 'socket.io-parser';
import { systemClock } from '../clock.ts';
import { StrictDecoder, TextEncoder } from './packet-codec.ts';
import { connectPolling, connectRaw, openRaw } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';

function decode(...texts: unknown[]): Packet[] {
  const decoder = new StrictDecoder();
  const packets: Packet[] = [];
  decoder.on('decoded', (packet) => packets.push(packet));
  for (const text of texts) decoder.add(text);
  return packets;
}

test('SEC6: events and acks with their ids are read, the namespace spelled out or not', () => {
  const packets = decode('0{"token":"t"}', '2["e",{"a":1}]', '2/,17["e"]', '30[{"ok":true}]', '1');
  expect(packets.map(({ type, id, data }) => [type, id, data])).toEqual([
    [PacketType.CONNECT, undefined, { token: 't' }],
    [PacketType.EVENT, undefined, ['e', { a: 1 }]],
    [PacketType.EVENT, 17, ['e']],
    [PacketType.ACK, 0, [{ ok: true }]],
    [PacketType.DISCONNECT, undefined, undefined],
  ]);
});

test.each([
  ['2'],
  ['20'],
  ['2{}'],
  ['2[]'],
  ['2["connect"]'],
  ['29007199254740993["e"]'],
  ['2 1["e"]'],
  ['3'],
  ['51-["e",{"_placeholder":true,"num":0}]'],
  ['61-[{"_placeholder":true,"num":0}]'],
  ['50-["e"]'],
  ['2/admin,["e"]'],
  ['0/admin,'],
  ['0"text"'],
  ['0[1]'],
  ['1[1]'],
  ['7'],
  [''],
  [' '],
  ['\n'],
  ['x'],
  ['2["e"'],
  [`2${'['.repeat(60_000)}`],
  [Buffer.from('2["e"]')],
  [undefined],
])('SEC6: malformed packet %# is refused', (text) => {
  expect(() => decode(text)).toThrow();
});

test('SEC1: a second CONNECT is refused by the decoder', () => {
  expect(() => decode('0', '0')).toThrow('second CONNECT');
});

test('SEC6: packets are written as Socket.IO writes them', () => {
  const encoder = new TextEncoder();
  const nsp = '/';
  expect(encoder.encode({ type: PacketType.EVENT, nsp, data: ['e', { a: 'ü' }] })).toEqual([
    '2["e",{"a":"ü"}]',
  ]);
  expect(encoder.encode({ type: PacketType.ACK, nsp, id: 0, data: [] })).toEqual(['30[]']);
  expect(encoder.encode({ type: PacketType.CONNECT, nsp, data: { sid: 's' } })).toEqual(['0{"sid":"s"}']);
  expect(encoder.encode({ type: PacketType.DISCONNECT, nsp })).toEqual(['1']);
  expect(encoder.encode({ type: PacketType.CONNECT_ERROR, nsp: '/x', data: { message: 'm' } })).toEqual([
    '4/x,{"message":"m"}',
  ]);
});

test.each([
  ['a second CONNECT', '40'],
  ['a CONNECT to another namespace', '40/admin,'],
  ['leaving the namespace', '41'],
  ['a binary event', '451-["e",{"_placeholder":true,"num":0}]'],
  ['a malformed event', '42{}'],
  ['a CONNECT_ERROR', '44{"message":"m"}'],
  ['an empty message', '4'],
])('SEC1: %s closes the connection', async (_what, packet) => {
  const transport = await startTransport();
  const client = await connectRaw(transport.port());
  client.send(packet);
  await client.closed;
  const poller = await connectPolling(transport.port());
  await poller.post(packet);
  expect(transport.stats()).toMatchObject({ sockets: 0, websockets: 0, polling: 0 });
});

test.each([
  ['an event', '42["e"]'],
  ['an ack', '430[]'],
  ['a DISCONNECT', '41'],
])('SEC1: %s before CONNECT closes the connection', async (_what, packet) => {
  const transport = await startTransport();
  const client = await openRaw(transport.port());
  client.send(packet);
  await client.closed;
  expect(transport.stats().websockets).toBe(0);
});

test('SEC1: a second CONNECT while the first is being authenticated closes the connection, and no socket is made', async () => {
  const transport = await startTransport();
  let accept = (): void => undefined;
  let sockets = 0;
  transport.io.use((_socket, next) => {
    accept = next;
  });
  transport.io.on('connection', () => (sockets += 1));
  const client = await openRaw(transport.port());
  client.send('40');
  client.send('40');
  await client.closed;
  accept();
  // Socket.IO goes on in the next tick.
  await new Promise<void>((resolve) => systemClock.after(0, resolve));
  expect(sockets).toBe(0);
  expect(transport.stats()).toMatchObject({ sockets: 0, websockets: 0 });
});

test('SEC1: a connection without an accepted CONNECT ends after the time for it', async () => {
  const transport = await startTransport({ connectTimeoutMs: 10 });
  const silent = await openRaw(transport.port());
  await silent.closed;
  transport.io.use((_socket, next) => {
    next(new Error('no'));
  });
  const refused = await openRaw(transport.port());
  refused.send('40');
  expect(await refused.until('44')).toContain('44{"message":"no"}');
  await refused.closed;
  expect(transport.stats().websockets).toBe(0);
});

test('SEC1: a socket that the server disconnects takes its connection along', async () => {
  const transport = await startTransport();
  const reasons: string[] = [];
  transport.io.on('connection', (socket) => {
    socket.on('disconnect', (reason) => reasons.push(reason));
    socket.emit('bye');
    socket.disconnect();
  });
  const client = await openRaw(transport.port());
  client.send('40');
  expect((await client.until('41')).slice(-2)).toEqual(['42["bye"]', '41']);
  await client.closed;
  expect(reasons).toEqual(['server namespace disconnect']);
  expect(transport.stats().websockets).toBe(0);
});
