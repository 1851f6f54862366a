import type { Clock } from '../ports/clock.ts';
import type { ClientOptions } from '../client-options.ts';

type Fetch = NonNullable<ClientOptions['fetch']>;

export interface FakeTus {
  /** Answers the routes of uploads, and leaves the others to `rest`. */
  fetch(rest: Fetch): Fetch;
  /** by path: what has arrived */
  readonly uploads: ReadonlyMap<string, { readonly size: number; readonly offset: number }>;
  /** every request, as `PATCH 0` */
  readonly asked: string[];
  /** most that were under way at one time */
  mostAtOnce(): number;
  /** Calls go unanswered and reach nothing, until it is up again. */
  setUp(isUp: boolean): void;
  /** The next part arrives, but its answer is lost. */
  loseAnswer(): void;
  /** Refuses to take anything more, with this status and code. */
  refuse(status: number, code: string): void;
  accept(): void;
  /** Everything that was begun is forgotten. */
  forget(): void;
}

/** Uploads as the contract has them, in memory: sizes only. One part takes 100 ms. */
export function createFakeTus(clock: Clock): FakeTus {
  const uploads = new Map<string, { size: number; offset: number }>();
  const asked: string[] = [];
  let isUp = true;
  let isLosing = false;
  let refusal: { status: number; code: string } | undefined;
  let made = 0;
  let running = 0;
  let most = 0;

  const finished = (path: string, size: number) =>
    Response.json(
      {
        media_id: path.split('/').at(-1),
        url: `/uploads/${path.split('/').at(-1) ?? ''}.jpg`,
        content_type: 'image',
        media_metadata: { mime_type: 'image/jpeg', filename: 'a.jpg', size, width: 40, height: 30 },
      },
      { headers: { 'upload-offset': String(size) } },
    );

  function answer(path: string, init: RequestInit): Response {
    const method = init.method ?? 'GET';
    const headers = new Headers(init.headers);
    asked.push(
      `${method} ${method === 'PATCH' ? String(headers.get('upload-offset')) : path.replace(/\d+$/, '')}`,
    );
    if (refusal !== undefined)
      return Response.json({ code: refusal.code, detail: refusal.code }, { status: refusal.status });
    if (method === 'POST') {
      const location = `/files/${String((made += 1))}`;
      uploads.set(location, { size: Number(headers.get('upload-length')), offset: 0 });
      return new Response(null, { status: 201, headers: { location } });
    }
    if (path.endsWith('/poster')) return new Response(null, { status: 404 });
    const known = uploads.get(path);
    if (known === undefined) return new Response(null, { status: 404 });
    if (method === 'DELETE') uploads.delete(path);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (method === 'GET') return finished(path, known.size);
    if (method === 'PATCH') {
      if (Number(headers.get('upload-offset')) !== known.offset) return new Response(null, { status: 409 });
      known.offset += (init.body as Blob).size;
      if (known.offset === known.size) return finished(path, known.size);
    }
    const status = method === 'PATCH' ? 204 : 200;
    return new Response(null, { status, headers: { 'upload-offset': String(known.offset) } });
  }

  return {
    uploads,
    asked,
    mostAtOnce: () => most,
    fetch: (rest) => (url, init) => {
      const path = new URL(url).pathname;
      if (!path.startsWith('/files') && !path.endsWith('/poster')) return rest(url, init);
      return new Promise((resolve, reject) => {
        running += 1;
        most = Math.max(most, running);
        const cancel = clock.after(100, () => {
          running -= 1;
          if (!isUp) {
            reject(new TypeError('network'));
            return;
          }
          const response = answer(path, init);
          if (isLosing && init.method === 'PATCH') {
            isLosing = false;
            reject(new TypeError('network'));
          } else resolve(response);
        });
        init.signal?.addEventListener('abort', () => {
          cancel();
          reject(new DOMException('ended', 'AbortError'));
        });
      });
    },
    setUp: (next) => (isUp = next),
    loseAnswer: () => (isLosing = true),
    refuse: (status, code) => (refusal = { status, code }),
    accept: () => (refusal = undefined),
    forget: () => uploads.clear(),
  };
}
