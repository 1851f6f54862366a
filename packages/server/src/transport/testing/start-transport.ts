import { afterEach } from 'bun:test';
import { systemClock } from '../../clock.ts';
import { createTransport, type Transport, type TransportOptions } from '../transport.ts';

const running: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of running.splice(0).reverse()) await close();
});

/** Ends with the test, the last one first. */
export function closeAfterTest(close: () => unknown): void {
  running.push(close);
}

/** A transport on a free port that admits everybody; stopped after the test. */
export async function startTransport(options: Partial<TransportOptions> = {}): Promise<Transport> {
  const transport = createTransport({
    hostname: '127.0.0.1',
    port: 0,
    clock: systemClock,
    fetch: () => new Response('other'),
    admit: () => undefined,
    clientAddress: (_request, remoteAddress) => remoteAddress,
    limits: { packetBytes: 128_000, outputBytes: 1_000_000, requestBodyBytes: 1_000_000 },
    ...options,
  });
  await transport.start();
  closeAfterTest(() => transport.stop(0));
  return transport;
}
