import { createConnection, createServer, type Socket } from 'node:net';

/** A way to a database at another port, which can be cut. */
export async function startTestLink({
  hostname,
  port,
}: {
  readonly hostname: string;
  readonly port: number;
}) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection({ host: hostname, port });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the link has no port');

  /** Every connection ends; new ones are made as before. */
  function cut(): void {
    for (const socket of open) socket.destroy();
  }
  return {
    port: address.port,
    cut,
    close() {
      cut();
      server.close();
    },
  };
}
