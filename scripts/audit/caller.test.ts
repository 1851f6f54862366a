import { expect, test } from 'bun:test';
import { AuditStop } from './audit-error.ts';
import { createCaller } from './caller.ts';

type Step = Response | Error;

const failure = (code: string) => Object.assign(new Error('Bearer secret-7'), { code });
const answer = (status: number, headers = {}) => new Response('{"a":1}', { status, headers });

/** A server that does one thing after another, the last one for ever. */
function start(...steps: readonly Step[]) {
  const waits: number[] = [];
  let asked = 0;
  const call = createCaller({
    url: 'http://chat.example',
    random: () => 0.5,
    sleep: (ms) => Promise.resolve(void waits.push(ms)),
    fetch: () => {
      const step = steps[Math.min(asked, steps.length - 1)];
      asked += 1;
      return step instanceof Response ? Promise.resolve(step.clone()) : Promise.reject(step ?? new Error());
    },
  });
  return { ask: () => call({ method: 'GET', path: '/x', token: 't0' }), waits, asked: () => asked };
}

test('LIM1: the audit waits as long as a limit says, and then goes on', async () => {
  const { ask, waits } = start(answer(429, { 'retry-after': '3' }), answer(503), answer(200));
  expect(await ask()).toEqual({ status: 200, json: { a: 1 } });
  expect(waits).toEqual([3_250, 500]);
});

test('LIM1: however often a limit asks for patience, the audit does not give up', async () => {
  const { ask, waits } = start(...Array.from({ length: 50 }, () => answer(429)), answer(200));
  expect((await ask()).status).toBe(200);
  expect(waits).toHaveLength(50);
});

test('a request without an answer is repeated with back-off, once the server has been heard of', async () => {
  const { ask, waits, asked } = start(
    answer(200),
    failure('ECONNRESET'),
    failure('ECONNREFUSED'),
    answer(404),
  );
  await ask();
  expect((await ask()).status).toBe(404);
  expect([asked(), waits]).toEqual([4, [500, 1_000]]);
});

test('a server that stays away ends the audit with a sentence, after a bounded time', async () => {
  const { ask, waits } = start(answer(200), failure('ECONNREFUSED'));
  await ask();
  expect(await ask().catch((error: unknown) => error)).toEqual(
    new AuditStop('Nothing listens at http://chat.example.'),
  );
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(120_000);
});

test.each([
  ['ECONNREFUSED', /Nothing listens/],
  ['ENOTFOUND', /no such host/],
  ['EPROTO', /does not speak TLS/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by itself.*NODE_EXTRA_CA_CERTS/],
  ['EWHATEVER', /cannot be reached \(EWHATEVER\)/],
])('SEC4: a first call that fails with %s says why at once, without the token', async (code, sentence) => {
  const { ask, asked } = start(failure(code));
  const error: unknown = await ask().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AuditStop);
  expect(String(error)).toMatch(sentence);
  expect(String(error)).not.toContain('secret-7');
  expect(asked()).toBe(1);
});
