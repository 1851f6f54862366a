import type { SocketData } from './engine-types.ts';
import type { BunServer } from './socket-io-endpoint.ts';

export type ListenFailure = 'port_in_use' | 'address_unavailable' | 'not_permitted' | 'unknown';

/** The server could not listen; `reason` is for the one sentence that the operator reads. // OPS1 */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly reason: ListenFailure;
  readonly hostname: string;
  readonly port: number;

  constructor(reason: ListenFailure, address: { hostname: string; port: number }, cause: unknown) {
    super(`cannot listen on ${address.hostname}:${String(address.port)} (${reason})`, { cause });
    this.reason = reason;
    this.hostname = address.hostname;
    this.port = address.port;
  }
}

export interface ListenOptions {
  hostname: string;
  port: number;
  /** Above the longest wait of a poll, or Bun cuts polls short. */
  idleTimeoutSeconds: number;
  requestBodyBytes: number;
  websocket: Bun.WebSocketHandler<SocketData>;
  /** undefined: the request became a WebSocket. */
  fetch(request: Request, server: BunServer): Promise<Response | undefined> | Response | undefined;
  onError: (error: unknown) => void;
}

/** Starts Bun's server. Throws ListenError. */
export function listen({
  onError,
  requestBodyBytes,
  idleTimeoutSeconds,
  ...options
}: ListenOptions): BunServer {
  try {
    return Bun.serve<SocketData>({
      ...options,
      idleTimeout: idleTimeoutSeconds,
      maxRequestBodySize: requestBodyBytes,
      development: false,
      // Bun turns it on outside development: two processes would share the port and its clients.
      reusePort: false,
      error(error) {
        onError(error);
        return new Response(null, { status: 500 });
      },
    });
  } catch (error) {
    throw new ListenError(failureOf(error), options, error);
  }
}

function failureOf(error: unknown): ListenFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return 'port_in_use';
    case 'EADDRNOTAVAIL':
      return 'address_unavailable';
    case 'EACCES':
      return 'not_permitted';
    default:
      return 'unknown';
  }
}
