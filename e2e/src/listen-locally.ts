import type { Server } from 'node:net';

/** Listens on a free port of this machine; answers `127.0.0.1:PORT`. HTTP servers are such servers too. */
export async function listenLocally(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `127.0.0.1:${String(address.port)}`;
}
