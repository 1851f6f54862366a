import type { BunServer } from './socket-io-endpoint.ts';

const MAPPED_IPV4 = '::ffff:';

/** The TCP peer's address; an IPv4 one in its own form, also when the server listens on `::`. Empty: already gone. */
export function remoteAddressOf(request: Request, server: BunServer): string {
  const address = server.requestIP(request)?.address ?? '';
  return address.startsWith(MAPPED_IPV4) && address.includes('.')
    ? address.slice(MAPPED_IPV4.length)
    : address;
}
