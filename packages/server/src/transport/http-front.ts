import { finishResponse } from './finish-response.ts';
import { remoteAddressOf } from './remote-address.ts';
import { isSocketIoPath, type BunServer, type SocketIoEndpoint } from './socket-io-endpoint.ts';
import type { TransportOptions } from './transport-options.ts';

/** What Bun calls for every request; undefined: it became a WebSocket. */
export type HttpFront = (request: Request, server: BunServer) => Promise<Response | undefined> | Response;

/** Sends each request to Socket.IO or to the application. */
export function createHttpFront(
  answerSocketIo: SocketIoEndpoint,
  fetch: TransportOptions['fetch'],
): HttpFront {
  async function answerOther(request: Request, server: BunServer): Promise<Response> {
    const allowSlow = () => {
      server.timeout(request, LONGEST_PAUSE_S);
    };
    return finishResponse(request, await fetch(request, remoteAddressOf(request, server), allowSlow));
  }

  return (request, server) => {
    // A malformed Host leaves no absolute URL, and all that follows parses it.
    if (!URL.canParse(request.url))
      return new Response(null, { status: 400, headers: { Connection: 'close' } });
    const url = new URL(request.url);
    if (!isSocketIoPath(url.pathname)) return answerOther(request, server);
    return answerSocketIo({ request, url, remoteAddress: remoteAddressOf(request, server), server });
  };
}

/** Bun's own bound. */
const LONGEST_PAUSE_S = 255;
