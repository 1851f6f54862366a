import { expect, test } from 'bun:test';
import { connect, type Socket } from 'node:net';
import { createFakeClock, refusalOf, settle, valueOf } from '@parley/core/testing';
import type { UserId } from '@parley/protocol';
import { listen } from '../../transport/listen.ts';
import { eventually } from '../testing/eventually.ts';
import { startMediaServer } from '../testing/media-server.ts';
import { createDownloadPlaces, inPlace, type DownloadPlace } from './download-places.ts';

const [ann, bob] = ['ann' as UserId, 'bob' as UserId];
const here = new AbortController().signal;
const nowhere: DownloadPlace = { taken: () => undefined, yields: here, leave: () => undefined };

function createBench() {
  const clock = createFakeClock();
  const places = createDownloadPlaces(clock);
  const fill = async (user: UserId, count = 8) =>
    Promise.all(Array.from({ length: count }, async () => valueOf(await places.enter(user, here))));
  return { clock, places, fill };
}

test('MED10: one person has so many downloads at once, the next waits for one of them, and others do not', async () => {
  const { clock, places, fill } = createBench();
  const [first, ...others] = await fill(ann);
  const ninth = places.enter(ann, here);
  others.push(valueOf(await places.enter(bob, here)));
  first?.leave();
  first?.leave();
  others.push(valueOf(await ninth));
  const tenth = places.enter(ann, here);
  clock.advance(10_000);
  expect(refusalOf(await tenth)).toMatchObject({ code: 'rate_limited', retry: true, retry_after_ms: 2_000 });
  for (const { leave } of others) leave();
  expect(clock.pending()).toBe(0);
});

test('MED10: all together have so many, and beyond that the server says that it is busy', async () => {
  const { clock, places, fill } = createBench();
  for (let person = 0; person < 25; person += 1) await fill(String(person) as UserId, 6);
  const late = places.enter(ann, here);
  clock.advance(10_000);
  expect(refusalOf(await late).code).toBe('overloaded');
});

test('MED10: so many wait and no more; who has gone away does not', async () => {
  const { clock, places, fill } = createBench();
  const [first] = await fill(ann);
  const left = new AbortController();
  const gone = places.enter(ann, left.signal);
  const waiting = Array.from({ length: 99 }, () => places.enter(ann, here));
  expect(refusalOf(await places.enter(ann, here)).code).toBe('rate_limited');
  left.abort();
  expect((await gone).ok).toBe(false);
  first?.leave();
  expect((await waiting[0])?.ok).toBe(true);
  clock.advance(10_000);
  expect((await Promise.all(waiting)).filter(({ ok }) => ok)).toHaveLength(1);
});

test('MED10: of one’s own downloads one of which next to nothing was taken for a minute yields to the next', async () => {
  const { clock, places, fill } = createBench();
  const [slow, ...steady] = await fill(ann);
  const [strange] = await fill(bob);
  const early = places.enter(ann, here);
  clock.advance(10_000);
  expect(refusalOf(await early).code).toBe('rate_limited');
  slow?.taken(479_999);
  for (const { taken } of steady) taken(480_000);
  clock.advance(50_000);
  expect(slow?.yields.aborted).toBe(false);
  slow?.yields.addEventListener('abort', slow.leave);
  valueOf(await places.enter(ann, here));
  expect([slow, strange, ...steady].map((place) => place?.yields.aborted)).toEqual([
    true,
    ...Array.from({ length: 8 }, () => false),
  ]);
});

test('MED10: where all places are taken, a slow download of anybody yields as soon as it is one', async () => {
  const { clock, places, fill } = createBench();
  for (let person = 0; person < 25; person += 1)
    for (const { yields, leave } of await fill(String(person) as UserId, 6))
      yields.addEventListener('abort', leave);
  clock.advance(55_000);
  const late = [places.enter(ann, here), places.enter(bob, here)];
  clock.advance(5_000);
  expect((await Promise.all(late)).map(({ ok }) => ok)).toEqual([true, true]);
});

test('MED10: what yields breaks off at its reader, who can go on from there', async () => {
  const yielding = new AbortController();
  const left: string[] = [];
  const source = {
    pull: (controller: ReadableStreamDefaultController<Uint8Array>) => {
      controller.enqueue(new Uint8Array(100_000));
    },
    cancel: () => void left.push('source'),
  };
  const place = { taken: () => undefined, yields: yielding.signal, leave: () => void left.push('place') };
  const server = listen({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async ({ signal }) =>
      new Response(inPlace(new ReadableStream(source, { highWaterMark: 0 }), signal, place), {
        headers: { 'Content-Length': '500000000' },
      }),
    onError: () => undefined,
    idleTimeoutSeconds: 0,
    requestBodyBytes: 0,
    websocket: { message: () => undefined },
  });
  try {
    const response = await fetch(server.url);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    yielding.abort();
    expect(left).toEqual(['place', 'source']);
    const readAll = async () => {
      while ((await reader?.read())?.done === false);
    };
    expect(await readAll().catch(() => 'broken off')).toBe('broken off');
  } finally {
    await server.stop(true);
  }
});

test('MED10: a body ends once: read, failed, cancelled, or nobody there any more', async () => {
  const endings: string[] = [];
  const open = (name: string, left = here, piece?: () => Promise<void>) => {
    const source = {
      async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
        await piece?.();
        controller.close();
      },
      cancel: () => void endings.push(`${name} source`),
    };
    const body = new ReadableStream(source, { highWaterMark: 0 });
    const place = { ...nowhere, leave: () => void endings.push(name) };
    return inPlace(body, left, place);
  };
  await new Response(open('read')).bytes();
  const failing = open('failed', here, () => Promise.reject(new Error('broken off')));
  expect(await new Response(failing).bytes().catch(String)).toContain('broken off');
  await open('cancelled').cancel();
  const left = new AbortController();
  open('gone', left.signal);
  left.abort();
  await settle();
  open('gone before', left.signal);
  await settle();
  expect(endings).toEqual([
    'read',
    'failed',
    'cancelled',
    'cancelled source',
    'gone',
    'gone source',
    'gone before',
    'gone before source',
  ]);
});

test('MED10: downloads from S3 that nobody reads hold up only whose they are, until the connections end', async () => {
  let open = 0;
  const server = await startMediaServer({}, (blobs) => ({
    ...blobs,
    place: 's3',
    async read() {
      open += 1;
      const source = {
        pull: (controller: ReadableStreamDefaultController<Uint8Array>) => {
          controller.enqueue(new Uint8Array(100_000));
        },
        cancel: () => void (open -= 1),
      };
      return new ReadableStream(source, { highWaterMark: 0 });
    },
  }));
  const sockets: Socket[] = [];
  try {
    const person = await server.person('ann');
    const { url } = await (await person.upload(new Uint8Array(8_000_000))).json();
    const { hostname, port } = new URL(server.url);
    for (let n = 0; n < 12; n += 1) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.pause();
      socket.write(`GET ${url} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${person.token}\r\n\r\n`);
      sockets.push(socket);
    }
    await eventually(async () => open === 8);
    const one = person.call('GET', url);
    for (const socket of sockets) socket.destroy();
    const response = await one;
    expect(response.status).toBe(200);
    await eventually(async () => open === 1);
    await response.body?.cancel();
    await eventually(async () => open === 0);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.dispose();
  }
});
