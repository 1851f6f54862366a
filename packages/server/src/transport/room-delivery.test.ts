import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { connectPolling, connectRaw, type RawClient } from './testing/raw-client.ts';
import { startTransport } from './testing/start-transport.ts';

const ROOMS = ['r', 'q'];
const CLIENTS = 3;

const step = fc.record({
  kind: fc.constantFrom('join' as const, 'leave' as const, 'publish' as const, 'publish' as const),
  room: fc.constantFrom(...ROOMS),
  /** Who joins or leaves, or is excluded from what is published; none is beyond the last one. */
  who: fc.nat(CLIENTS),
});

test('SEQ2: whoever is in a room hears all that is published there, once and in order, however many come and go', async () => {
  const transport = await startTransport();
  const clients: (RawClient & { id: string })[] = [];
  for (let n = 0; n < CLIENTS; n += 1) clients.push(await connectRaw(transport.port()));
  const sockets = clients.map(({ id }) => transport.io.sockets.sockets.get(id));
  let published = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const members = new Map(ROOMS.map((room) => [room, new Set<number>()]));
      const expected = clients.map((): string[] => []);
      for (const { kind, room, who } of steps) {
        const inside = members.get(room) ?? new Set();
        if (kind === 'publish') {
          published += 1;
          transport.publish(room, 'n', published, clients[who]?.id);
          for (const each of inside) if (each !== who) expected[each]?.push(`42["n",${String(published)}]`);
        } else if (who < CLIENTS) {
          void sockets[who]?.[kind](room);
          if (kind === 'join') inside.add(who);
          else inside.delete(who);
        }
      }
      for (const room of ROOMS) for (const socket of sockets) void socket?.leave(room);
      transport.io.emit('mark');
      for (const [index, client] of clients.entries())
        expect((await client.until('42["mark"')).slice(0, -1)).toEqual(expected[index] ?? []);
    }),
    { numRuns: 50 },
  );
});

test('SEQ2: a room of two is heard by both when one of them joined before its CONNECT was accepted', async () => {
  const transport = await startTransport();
  const { promise: asked, resolve: ask } = Promise.withResolvers<() => void>();
  transport.io.use((socket, next) => {
    void socket.join('r');
    // Joined, and asked to wait.
    if (socket.handshake.auth['waits'] === true) ask(next);
    else next();
  });
  const first = await connectRaw(transport.port());
  const connecting = connectRaw(transport.port(), { waits: true });
  const admit = await asked;
  transport.publish('r', 'n', 1);
  const third = await connectRaw(transport.port());
  transport.publish('r', 'n', 2);
  admit();
  const second = await connecting;
  transport.publish('r', 'n', 3);
  transport.io.emit('mark');
  expect(await first.until('42["mark"')).toEqual(['42["n",1]', '42["n",2]', '42["n",3]', '42["mark"]']);
  expect(await second.until('42["mark"')).toEqual(['42["n",3]', '42["mark"]']);
  expect(await third.until('42["mark"')).toEqual(['42["n",2]', '42["n",3]', '42["mark"]']);
});

test('SEQ2: a polling socket and a WebSocket that share a room both hear it, whoever came first', async () => {
  const transport = await startTransport();
  transport.io.on('connection', (socket) => void socket.join('r'));
  const poller = await connectPolling(transport.port());
  transport.publish('r', 'n', 1);
  const raw = await connectRaw(transport.port());
  transport.publish('r', 'n', 2);
  transport.publish('r', 'mark', 1);
  expect((await poller.poll()).packets).toEqual(['42["n",1]', '42["n",2]', '42["mark",1]']);
  expect(await raw.until('42["mark"')).toEqual(['42["n",2]', '42["mark",1]']);
});
