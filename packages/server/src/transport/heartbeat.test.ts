import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { connectRaw, openPolling, openRaw } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';

const SECOND_MS = 1_000;

test('SEC6: each connection is pinged one interval after its beginning, then after its pong', async () => {
  const clock = createFakeClock();
  const transport = await startTransport({ clock });
  const early = await openRaw(transport.port());
  await early.next();
  clock.advance(10 * SECOND_MS);
  const late = await connectRaw(transport.port());
  clock.advance(15 * SECOND_MS);
  expect(await early.next()).toBe('2');
  transport.io.emit('mark');
  expect(await late.next()).toBe('42["mark"]');
  clock.advance(10 * SECOND_MS);
  expect(await late.next()).toBe('2');
  late.send('3');
  late.send('41');
  await late.closed;
});

test('SEC6: who owes a pong for the whole time-out is closed, and no timer stays behind', async () => {
  const clock = createFakeClock();
  const transport = await startTransport({ clock });
  const silent = await connectRaw(transport.port());
  clock.advance(25 * SECOND_MS);
  clock.advance(19 * SECOND_MS);
  expect(transport.stats().websockets).toBe(1);
  clock.advance(SECOND_MS);
  await silent.closed;
  expect(transport.stats()).toMatchObject({ websockets: 0, sockets: 0 });
  clock.advance(SECOND_MS);
  expect(clock.pending()).toBe(0);
});

test('SEC6: a polling session that never polls again ends, also while it is being closed', async () => {
  const clock = createFakeClock();
  const transport = await startTransport({ clock });
  await openPolling(transport.port());
  const closing = await openPolling(transport.port());
  await closing.post('40');
  for (const socket of transport.io.sockets.sockets.values()) socket.conn.close();
  expect(transport.stats().polling).toBe(2);
  clock.advance(46 * SECOND_MS);
  expect(transport.stats().polling).toBe(0);
});
