/* A way to a database far away: what passes is late by half a round trip each way, in order on each connection. */
import { createConnection, createServer, type Socket } from 'node:net';

export interface Distance {
  /** there and back */
  readonly rttMs: number;
  /** the round trip varies by up to this much either way */
  readonly jitterMs: number;
  /** of what is sent so many are late by `stallMs` more, with all behind them, as after a lost packet */
  readonly stallShare: number;
  readonly stallMs: number;
}

export interface DistantProxy {
  readonly host: string;
  /** From now on; `undefined`: next door. */
  readonly setDistance: (distance: Distance | undefined) => void;
  readonly close: () => void;
}

export async function startDistantProxy({ hostname, port }: URL): Promise<DistantProxy> {
  const open = new Set<Socket>();
  let distance: Distance | undefined;

  function delay(from: Socket, to: Socket): void {
    let dueMs = 0;
    let underWay = 0;
    from.on('data', (bytes) => {
      if (distance === undefined && underWay === 0) {
        to.write(bytes);
        return;
      }
      const nowMs = performance.now();
      dueMs = Math.max(dueMs, nowMs + (distance === undefined ? 0 : oneWayMs(distance)));
      underWay += 1;
      setTimeout(() => {
        underWay -= 1;
        to.write(bytes);
      }, dueMs - nowMs);
    });
  }

  const server = createServer({ noDelay: true }, (near) => {
    const far = createConnection({ host: hostname, port: Number(port), noDelay: true });
    delay(near, far);
    delay(far, near);
    open.add(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(near);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    host: `127.0.0.1:${String(address.port)}`,
    setDistance(next) {
      distance = next;
    },
    close() {
      for (const near of open) near.destroy();
      server.close();
    },
  };
}

function oneWayMs({ rttMs, jitterMs, stallShare, stallMs }: Distance): number {
  const jitter = (2 * Math.random() - 1) * jitterMs;
  return (rttMs + jitter) / 2 + (Math.random() < stallShare ? stallMs : 0);
}
