import { expect, test } from 'bun:test';
import { connectPolling, connectRaw, openPolling, openRaw } from './testing/raw-client.ts';
import { openTcp, requestHead } from './testing/raw-http.ts';
import { startTransport } from './testing/start-transport.ts';
import type { AdmissionKind } from './transport.ts';

const HANDSHAKE = '/socket.io/?EIO=4&transport=polling';

function statusOf(head: string): string {
  return head.split(' ')[1] ?? '';
}

test('SEC4: admit is asked on handshake, upgrade and every poll, with the TCP address', async () => {
  const asked: [AdmissionKind, string][] = [];
  const transport = await startTransport({
    admit(_request, remoteAddress, kind) {
      asked.push([kind, remoteAddress]);
      return undefined;
    },
  });
  await openRaw(transport.port());
  const poller = await openPolling(transport.port());
  await poller.post('40');
  await poller.poll();
  await openRaw(transport.port(), `&sid=${poller.sid}`);
  expect(asked.map(([kind]) => kind)).toEqual(['handshake', 'handshake', 'poll', 'poll', 'upgrade']);
  expect(new Set(asked.map(([, address]) => address))).toEqual(new Set(['127.0.0.1']));
});

test.each<[AdmissionKind]>([['handshake'], ['upgrade'], ['poll']])(
  'SEC4: a refusal of a %s leaves as it is and opens nothing',
  async (refused) => {
    const transport = await startTransport({
      admit: (request, _address, kind) =>
        kind === refused && request.headers.get('origin') === 'https://evil.example'
          ? new Response('no', { status: 403, headers: { 'Retry-After': '7' } })
          : undefined,
    });
    const poller = await openPolling(transport.port());
    const address = {
      handshake: HANDSHAKE,
      poll: `${HANDSHAKE}&sid=${poller.sid}`,
      upgrade: `/socket.io/?EIO=4&transport=websocket&sid=${poller.sid}`,
    }[refused];
    const upgrade = refused === 'upgrade' ? 'Upgrade: websocket\r\nConnection: Upgrade\r\n' : '';
    const head = await requestHead(
      transport.port(),
      `GET ${address} HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n${upgrade}\r\n`,
    );
    expect(statusOf(head)).toBe('403');
    expect(head).toContain('Retry-After: 7');
    expect(transport.stats()).toMatchObject({ polling: 1, websockets: 0, refusedRequests: 1 });
  },
);

test('SEC6: a polling body must say its length', async () => {
  const transport = await startTransport();
  const poller = await openPolling(transport.port());
  const head = await requestHead(
    transport.port(),
    `POST ${HANDSHAKE}&sid=${poller.sid} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  expect(statusOf(head)).toBe('411');
  expect(head).toContain('Connection: close');
});

test('SEC6: a polling body above the packet limit is refused before it is read', async () => {
  const limits = { packetBytes: 1_000, outputBytes: 10_000, requestBodyBytes: 1_000_000 };
  const transport = await startTransport({ limits });
  const poller = await connectPolling(transport.port());
  const client = await openTcp(transport.port());
  client.write(`POST ${HANDSHAKE}&sid=${poller.sid} HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n`);
  client.write('x'.repeat(500_000));
  const head = (await client.until((bytes) => bytes.includes('\r\n\r\n'))).toString();
  expect(statusOf(head)).toBe('413');
  expect(transport.stats()).toMatchObject({ polling: 1, sockets: 1 });
});

test('SEC6: a malformed Host is answered 400, on every path', async () => {
  const transport = await startTransport();
  for (const path of [HANDSHAKE, '/', '/socket.io/?EIO=4&transport=websocket']) {
    for (const host of ['a b', '[::bad', 'a:99999999']) {
      const head = await requestHead(transport.port(), `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect(statusOf(head)).toBe('400');
    }
  }
});

test('SEC6: an upgrade that is none is answered 400', async () => {
  const transport = await startTransport();
  const path = '/socket.io/?EIO=4&transport=websocket';
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  for (const headers of ['', 'Connection: Upgrade\r\nUpgrade: h2c\r\n', upgrade]) {
    const head = await requestHead(transport.port(), `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);
    expect(statusOf(head)).toBe('400');
  }
  expect(transport.stats()).toMatchObject({ websockets: 0, polling: 0 });
});

test('SEC6: an HTTP client that offers h2c on every request can poll', async () => {
  const transport = await startTransport();
  const head = await requestHead(
    transport.port(),
    `GET ${HANDSHAKE} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
  );
  expect(statusOf(head)).toBe('200');
});

test('SEC6: what the engine does not know is answered 400', async () => {
  const transport = await startTransport();
  const base = `http://127.0.0.1:${String(transport.port())}`;
  const bad = [
    '/socket.io/',
    '/socket.io/?EIO=3&transport=polling',
    '/socket.io/?EIO=4&transport=tcp',
    `${HANDSHAKE}&sid=x`,
  ];
  for (const path of bad) expect((await fetch(`${base}${path}`)).status).toBe(400);
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
    expect(
      (await fetch(`${base}${HANDSHAKE}`, { method, body: method === 'HEAD' ? null : 'x' })).status,
    ).toBe(400);
  }
});

test('SEC6: a second WebSocket under an upgraded session is refused and disturbs nothing', async () => {
  const transport = await startTransport();
  const poller = await connectPolling(transport.port());
  const client = await openRaw(transport.port(), `&sid=${poller.sid}`);
  client.send('2probe');
  await client.until('3probe');
  client.send('5');
  client.send('42["e"]');
  const refused = await openRaw(transport.port(), `&sid=${poller.sid}`).then(
    (second) => second.closed.then(() => true),
    () => true,
  );
  expect(refused).toBe(true);
  transport.io.emit('mark', 1);
  expect(await client.next()).toBe('42["mark",1]');
});

test('SEC6: two polls at once close the session', async () => {
  const transport = await startTransport();
  const poller = await connectPolling(transport.port());
  const answers = await Promise.all([poller.poll(), poller.poll()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect(transport.stats().polling).toBe(0);
});

test('SEC4: the path works without its slash, and other paths are not Socket.IO', async () => {
  const transport = await startTransport();
  const base = `http://127.0.0.1:${String(transport.port())}`;
  expect((await fetch(`${base}/socket.io?EIO=4&transport=polling`)).status).toBe(200);
  expect(await (await fetch(`${base}/socket.io/x`)).text()).toBe('other');
});

test('SEC4: an admitted foreign origin gets the CORS headers, others none', async () => {
  const transport = await startTransport({
    corsHeaders: (request) =>
      request.headers.get('origin') === 'https://app.example'
        ? { 'Access-Control-Allow-Origin': 'https://app.example', Vary: 'Origin' }
        : undefined,
  });
  const address = `http://127.0.0.1:${String(transport.port())}${HANDSHAKE}`;
  const from = (origin: string, method = 'GET') => fetch(address, { method, headers: { Origin: origin } });
  expect((await from('https://app.example')).headers.get('access-control-allow-origin')).toBe(
    'https://app.example',
  );
  expect((await from('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false);
  const preflight = await from('https://app.example', 'OPTIONS');
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST');
  expect((await from('https://evil.example', 'OPTIONS')).status).toBe(403);
});

test('SEC7: polls are neither cached nor sniffed', async () => {
  const transport = await startTransport();
  const { headers } = await fetch(`http://127.0.0.1:${String(transport.port())}${HANDSHAKE}`);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('OPS2: Connection: close is echoed where it was asked for, on every path', async () => {
  const transport = await startTransport();
  for (const path of [HANDSHAKE, '/']) {
    for (const [asked, echoed] of [
      ['close', true],
      ['Upgrade, Close', true],
      ['keep-alive', false],
    ] as const) {
      const request = `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: ${asked}\r\n\r\n`;
      expect(/^connection: close$/im.test(await requestHead(transport.port(), request))).toBe(echoed);
    }
  }
});

test('OPS2: while draining, handshakes are answered 503 with a time to return, and sockets live on', async () => {
  const transport = await startTransport();
  const client = await connectRaw(transport.port());
  const poller = await connectPolling(transport.port());
  transport.stopAccepting();
  const refused = await fetch(`http://127.0.0.1:${String(transport.port())}${HANDSHAKE}`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  const refusedSocket = await openRaw(transport.port()).then(
    () => false,
    () => true,
  );
  expect(refusedSocket).toBe(true);
  transport.io.emit('mark', 1);
  expect(await client.next()).toBe('42["mark",1]');
  expect((await poller.poll()).packets).toEqual(['42["mark",1]']);
});

test('SEC6: what the application throws is a bare 500, told to onError', async () => {
  const errors: unknown[] = [];
  const failure = new Error('secret');
  const transport = await startTransport({
    fetch: () => Promise.reject(failure),
    onError: (error) => errors.push(error),
  });
  const response = await fetch(`http://127.0.0.1:${String(transport.port())}/x`);
  expect([response.status, await response.text()]).toEqual([500, '']);
  expect(errors).toEqual([failure]);
});
