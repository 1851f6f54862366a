import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { connectPolling, connectRaw, openPolling, openRaw, type RawClient } from './testing/raw-client.ts';
import { openTcp } from './testing/raw-http.ts';
import { startTransport } from './testing/start-transport.ts';
import type { Transport } from './transport.ts';

const RUNS = 60;

/** Packets that are nearly right: the prefixes of the protocols, joined with JSON, numbers and noise. */
const packet = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        'b',
        '40',
        '41',
        '42',
        '43',
        '44',
        '45',
        '46',
        '2probe',
      ),
      fc.constantFrom(
        '/',
        ',',
        '-',
        '[',
        ']',
        '{}',
        '["e"]',
        '["connect"]',
        '/admin,',
        '\x1e',
        '\0',
        '{"sid":"x"}',
      ),
      fc.constantFrom(
        '{"__proto__":{}}',
        '["__proto__"]',
        '[null]',
        '451-',
        '9'.repeat(400),
        '['.repeat(5_000),
      ),
      fc.json({ maxDepth: 3 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

async function startWithWitness(): Promise<{ transport: Transport; witness: RawClient; errors: unknown[] }> {
  const errors: unknown[] = [];
  const transport = await startTransport({ onError: (error) => errors.push(error) });
  transport.io.on('connection', (socket) => {
    void socket.join('r');
    socket.onAny((...args: unknown[]) => {
      const ack = args.at(-1);
      if (typeof ack === 'function') ack({ ok: false });
    });
  });
  return { transport, witness: await connectRaw(transport.port()), errors };
}

/** The others go on, and the server is not left with anything of the one that misbehaved. */
async function expectUnharmed(transport: Transport, witness: RawClient): Promise<void> {
  transport.publish('r', 'mark', 1);
  await witness.until('42["mark"');
  expect(transport.roomSize('r')).toBe(transport.stats().sockets);
}

test('SEC6: malformed packets on a WebSocket harm nobody else', async () => {
  const { transport, witness, errors } = await startWithWitness();
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(packet, { maxLength: 8 }), async (isConnected, packets) => {
      const client = isConnected ? await connectRaw(transport.port()) : await openRaw(transport.port());
      for (const text of packets) client.send(text);
      client.close();
      await client.closed;
      await expectUnharmed(transport, witness);
    }),
    { numRuns: RUNS },
  );
  expect(errors).toEqual([]);
});

test('SEC6: malformed packets on polling harm nobody else', async () => {
  const { transport, witness, errors } = await startWithWitness();
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(packet, { maxLength: 8 }), async (isConnected, packets) => {
      const client = isConnected
        ? await connectPolling(transport.port())
        : await openPolling(transport.port());
      for (const text of packets) await client.post(text);
      await client.post(packets.join('\x1e'));
      await client.post('1');
      await expectUnharmed(transport, witness);
    }),
    { numRuns: RUNS },
  );
  expect(errors).toEqual([]);
  expect(transport.stats()).toMatchObject({ sockets: 1, websockets: 1, polling: 0 });
});

test('SEC6: malformed packets during an upgrade harm nobody else', async () => {
  const { transport, witness, errors } = await startWithWitness();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(packet, fc.constantFrom('2probe', '5', '5')), { maxLength: 6 }),
      async (packets) => {
        const poller = await connectPolling(transport.port());
        const client = await openRaw(transport.port(), `&sid=${poller.sid}`);
        for (const text of packets) client.send(text);
        client.close();
        await client.closed;
        await poller.post('1');
        await expectUnharmed(transport, witness);
      },
    ),
    { numRuns: RUNS },
  );
  expect(errors).toEqual([]);
  expect(transport.stats()).toMatchObject({ sockets: 1, websockets: 1, polling: 0 });
});

test('SEC6: malformed HTTP and WebSocket bytes harm nobody else', async () => {
  const { transport, witness } = await startWithWitness();
  const heads = [
    '',
    'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n',
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 40 }), async (head, bytes) => {
      const client = await openTcp(transport.port());
      client.write(head + Buffer.from(bytes).toString('latin1'));
      client.end();
      await client.ended;
      await expectUnharmed(transport, witness);
    }),
    { numRuns: RUNS },
  );
});
