import { expect, test } from 'bun:test';
import { systemClock } from '../clock.ts';
import { connectPolling, connectRaw, openRaw } from './testing/raw-client.ts';
import { connectSlowReader, openTcp } from './testing/raw-http.ts';
import { startTransport } from './testing/start-transport.ts';

test('OPS2: stop closes every socket and the port', async () => {
  let polled = (): void => undefined;
  let polls = 0;
  const secondPoll = new Promise<void>((resolve) => (polled = resolve));
  const transport = await startTransport({
    admit(request, _address, kind) {
      if (kind === 'poll' && request.method === 'GET' && (polls += 1) === 2) systemClock.after(0, polled);
      return undefined;
    },
  });
  const reasons: string[] = [];
  transport.io.on('connection', (socket) => socket.on('disconnect', (reason) => reasons.push(reason)));
  const client = await connectRaw(transport.port());
  const poller = await connectPolling(transport.port());
  const poll = poller.poll();
  await secondPoll;
  const port = transport.port();
  await transport.stop(5_000);
  await client.closed;
  expect((await poll).packets).toEqual(['1']);
  expect(reasons).toEqual(['server shutting down', 'server shutting down']);
  expect(await openRaw(port).then(String, () => 'refused')).toBe('refused');
});

test('OPS2: what was sent before stop still arrives', async () => {
  const transport = await startTransport();
  transport.io.on('connection', (socket) => void socket.join('r'));
  const client = await connectRaw(transport.port());
  transport.publish('r', 'closing', { retry_after_ms: 5 });
  const stopped = transport.stop(5_000);
  expect(await client.next()).toBe('42["closing",{"retry_after_ms":5}]');
  await stopped;
});

test('OPS2: stop twice is one stop', async () => {
  const transport = await startTransport();
  await connectRaw(transport.port());
  const first = transport.stop(5_000);
  expect(transport.stop(1)).toBe(first);
  await first;
});

test('OPS2: a request that does not end is cut at the deadline', async () => {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const transport = await startTransport({
    fetch() {
      arrive();
      return new Promise<Response>(() => undefined);
    },
  });
  const client = await openTcp(transport.port());
  client.write('GET /never HTTP/1.1\r\nHost: a\r\n\r\n');
  await arrived;
  await transport.stop(20);
  await client.ended;
});

test('OPS2: a socket that reads nothing does not hold up stop', async () => {
  const transport = await startTransport();
  const slow = await connectSlowReader(transport.port(), {});
  slow.pause();
  while (transport.stats().sockets === 1) {
    transport.io.emit('e', 'x'.repeat(100_000));
    await new Promise<void>((resolve) => systemClock.after(0, resolve));
    if (transport.stats().pressuredPublishes > 0) break;
    for (const socket of transport.io.sockets.sockets.values()) void socket.join('r');
    transport.publish('r', 'e', 1);
  }
  await transport.stop(20);
  slow.resume();
  await slow.ended;
});

test('OPS2: a transport that never started can be stopped', async () => {
  const transport = await startTransport();
  await transport.stop(0);
  await transport.stop(0);
});
