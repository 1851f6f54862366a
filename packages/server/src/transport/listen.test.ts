import { expect, test } from 'bun:test';
import { ListenError } from './transport.ts';
import { startTransport } from './testing/start-transport.ts';

async function failureOf(start: Promise<unknown>): Promise<unknown> {
  return start.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('OPS1: a port in use is a typed error that names it', async () => {
  const first = await startTransport();
  const error = await failureOf(startTransport({ port: first.port() }));
  expect(error).toBeInstanceOf(ListenError);
  expect(error).toMatchObject({ reason: 'port_in_use', hostname: '127.0.0.1', port: first.port() });
});

test('OPS1: an address of another machine is a typed error', async () => {
  expect(await failureOf(startTransport({ hostname: '203.0.113.9' }))).toMatchObject({
    reason: 'address_unavailable',
  });
});
