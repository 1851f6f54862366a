import { BlockList, isIP } from 'node:net';

/** Who called, seen through the proxies that are trusted. SEC5 */
export interface ClientAddress {
  /** The client's address: of `X-Forwarded-For` the last one that no trusted proxy has, else the TCP peer's. */
  addressOf(request: Request, peer: string): string;
  /** Whether the client spoke TLS, as far as a trusted proxy says. */
  isSecure(request: Request, peer: string): boolean;
}

/** @param trustedProxies addresses and networks (`10.0.0.0/8`), already checked */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const entry of trustedProxies) addNetwork(proxies, entry);
  const isTrusted = (address: string) => isListed(proxies, address);

  return {
    addressOf(request, peer) {
      if (!isTrusted(peer)) return peer;
      const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
      let nearest = peer;
      for (const hop of hops.toReversed()) {
        const address = withoutPort(hop);
        if (isIP(address) === 0) return nearest;
        nearest = address;
        if (!isTrusted(address)) return address;
      }
      return nearest;
    },
    isSecure(request, peer) {
      if (!isTrusted(peer)) return false;
      const protocol = request.headers.get('x-forwarded-proto') ?? '';
      return protocol.split(',').at(-1)?.trim().toLowerCase() === 'https';
    },
  };
}

function addNetwork(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}

function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** `1.2.3.4:5678` and `[::1]:5678`, as some proxies write. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(hop)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
}
