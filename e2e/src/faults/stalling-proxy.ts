import { createConnection, createServer, type Socket } from 'node:net';

/** Between clients and a server: forwards, until connections are to die without anybody being told. */
export interface StallingProxy {
  readonly url: string;
  /** What is connected stays so, and nothing passes any more in either direction; new connections pass. */
  readonly stall: () => void;
  readonly close: () => void;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

export async function startStallingProxy(target: string): Promise<StallingProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Pair>();
  const stalled = new Set<Pair>();
  const server = createServer((client) => {
    const upstream = createConnection({ host: hostname, port: Number(port) });
    const pair = { client, upstream };
    pairs.add(pair);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (bytes) => {
        if (!stalled.has(pair)) to.write(bytes);
      });
      from.on('error', () => undefined);
      // A peer that gave up is not told of either.
      from.on('close', () => {
        if (!stalled.has(pair)) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    stall: () => {
      for (const pair of pairs) stalled.add(pair);
    },
    close: () => {
      for (const { client, upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      server.close();
    },
  };
}
