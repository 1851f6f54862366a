import { createConnection, createServer, type Socket } from 'node:net';
import { listenLocally } from '../listen-locally.ts';

/** What stands before the nodes: each connection goes to the next one that takes it. */
export interface LoadBalancer {
  readonly url: string;
  readonly close: () => void;
}

export async function startLoadBalancer(nodes: () => readonly string[]): Promise<LoadBalancer> {
  const open = new Set<Socket>();
  let next = 0;

  function connect(client: Socket, left: number): void {
    const all = nodes();
    const target = all[next++ % all.length];
    if (target === undefined || left === 0) {
      client.destroy();
      return;
    }
    const upstream = createConnection({ host: '127.0.0.1', port: Number(new URL(target).port) });
    let isThere = false;
    upstream.on('connect', () => {
      isThere = true;
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.on('error', () => {
      if (isThere) client.destroy();
      else connect(client, left - 1);
    });
    upstream.on('close', () => {
      if (isThere) client.destroy();
    });
    client.on('close', () => {
      upstream.destroy();
    });
  }

  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.on('close', () => open.delete(client));
    connect(client, nodes().length);
  });
  const host = await listenLocally(server);
  return {
    url: `http://${host}`,
    close() {
      server.close();
      for (const client of open) client.destroy();
    },
  };
}
