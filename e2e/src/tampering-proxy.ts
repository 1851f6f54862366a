import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenLocally } from './listen-locally.ts';

/** What a request meets instead of the server: an answer, or the end of its connection; `undefined` lets it through. */
export type Meddle = (path: string) => Promise<Meddled> | Meddled;
type Meddled = Response | 'cut' | undefined;
/** What becomes of a good JSON answer. Paths are without their queries. */
export type Tamper = (path: string, json: Record<string, unknown>) => unknown;

export interface TamperingProxy {
  readonly url: string;
  readonly stop: () => void;
}

/** A server in between that passes HTTP on, but meddles with it as a test says. */
export async function startTamperingProxy(
  target: string,
  { meddle, tamper }: { readonly meddle?: Meddle; readonly tamper?: Tamper },
): Promise<TamperingProxy> {
  async function answer(request: IncomingMessage, path: string): Promise<Meddled> {
    const meddled = await meddle?.(path);
    if (meddled !== undefined) return meddled;
    const { method = 'GET', url = '/', headers } = request;
    const body = method === 'GET' ? {} : { body: await text(request) };
    const { authorization = '', 'content-type': type = '' } = headers;
    const given = await fetch(target + url, {
      method,
      headers: { authorization, 'content-type': type },
      ...body,
    });
    if (tamper === undefined || given.status !== 200) return given;
    // Every answer of 200 that is asked for here is a JSON object.
    return Response.json(tamper(path, (await given.json()) as Record<string, unknown>));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', target);
    const given = await answer(request, decodeURIComponent(pathname));
    if (given === 'cut' || given === undefined) {
      request.socket.destroy();
      return;
    }
    const after = given.headers.get('retry-after');
    response.writeHead(given.status, after === null ? {} : { 'retry-after': after });
    response.end(await given.text());
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  const host = await listenLocally(server);
  return {
    url: `http://${host}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
