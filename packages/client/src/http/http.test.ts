import { expect, test } from 'bun:test';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createHttp, type HttpOptions } from './http.ts';

function createBench(fetch: HttpOptions['fetch']) {
  const clock = createFakeClock();
  return { clock, http: createHttp({ url: 'http://model', token: () => 'token', fetch, clock }) };
}

test('RCV1: a call that is never answered ends after 20 s as unavailable, and is aborted', async () => {
  let signal: AbortSignal | null | undefined;
  const { clock, http } = createBench((_url, init) => {
    signal = init.signal;
    return new Promise(() => undefined);
  });
  const call = http('get_me');
  await clock.advance(19_999);
  expect(signal?.aborted).toBe(false);
  await clock.advance(1);
  expect(await call).toMatchObject({ ok: false, error: { code: 'unavailable', retry: true } });
  expect(signal?.aborted).toBe(true);
});

test('RCV1: an answer whose body never ends is given up as well', async () => {
  const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) });
  const { clock, http } = createBench(() => Promise.resolve(new Response(body)));
  const call = http('get_me');
  await clock.advance(20_000);
  expect(await call).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

test('RCV1: an answer leaves no timer behind, and a refusal keeps its reason', async () => {
  const problem = { code: 'conflict', detail: 'Taken.', retry: false, status: 409 };
  const { clock, http } = createBench(() =>
    Promise.resolve(new Response(JSON.stringify(problem), { status: 409 })),
  );
  expect(await http('get_me')).toEqual({
    ok: false,
    error: { code: 'conflict', message: 'Taken.', retry: false },
  });
  expect(await clock.step(Infinity)).toBe(false);
});
