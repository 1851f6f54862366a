import { createConnection, createServer, type Socket } from 'node:net';
import { listenLocally } from '../listen-locally.ts';

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
  const host = await listenLocally(server);
  return {
    url: `http://${host}`,
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
