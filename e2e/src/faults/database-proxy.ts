import { createConnection, createServer, type Socket } from 'node:net';
import { listenLocally } from '../listen-locally.ts';

/**
 * How the way to the database behaves.
 * - `gone`: connections break, and new ones too
 * - `hung`: nothing passes in either direction until it is `well` again, then everything does
 * - `mute`: what is sent arrives, what is answered does not, ever
 */
export type Link = 'well' | 'gone' | 'hung' | 'mute';

export interface DatabaseProxy {
  readonly host: string;
  readonly set: (link: Link) => void;
  readonly close: () => void;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

/** Between a server and its database. */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Pair>();
  /** what was lost on a connection is never made up for */
  const muted = new Set<Pair>();
  let link: Link = 'well';

  function destroy(pair: Pair): void {
    pairs.delete(pair);
    muted.delete(pair);
    pair.client.destroy();
    pair.upstream.destroy();
  }

  const server = createServer((client) => {
    if (link === 'gone') {
      client.destroy();
      return;
    }
    const pair = { client, upstream: createConnection({ host: hostname, port: Number(port) }) };
    pairs.add(pair);
    if (link === 'mute') muted.add(pair);
    for (const [from, to] of [
      [client, pair.upstream],
      [pair.upstream, client],
    ] as const) {
      from.on('data', (bytes) => {
        if (from !== pair.upstream || !muted.has(pair)) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        destroy(pair);
      });
      if (link === 'hung') from.pause();
    }
  });
  const host = await listenLocally(server);

  return {
    host,
    set(next) {
      link = next;
      for (const pair of [...pairs]) {
        // Whoever waits on a muted connection waits in vain.
        if (next === 'gone' || (next === 'well' && muted.has(pair))) destroy(pair);
        if (next === 'mute') muted.add(pair);
        for (const side of [pair.client, pair.upstream])
          if (next === 'hung') side.pause();
          else side.resume();
      }
    },
    close() {
      for (const pair of [...pairs]) destroy(pair);
      server.close();
    },
  };
}
