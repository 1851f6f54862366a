/* One kept-alive HTTP/1.1 connection for GET, without a library: a page must not cost the generator more than the server. */
import type { Account } from './history.ts';

export interface HttpConnection {
  /** One at a time. The body of a 200; rejects on any other answer. */
  get(path: string): Promise<Buffer>;
  close(): void;
}

interface Waiting {
  readonly resolve: (body: Buffer) => void;
  readonly reject: (error: Error) => void;
}

export async function openHttp({ port, token }: Account): Promise<HttpConnection> {
  let waiting: Waiting | undefined;
  let received = Buffer.alloc(0);
  const settle = (how: (waiting: Waiting) => void): void => {
    const settled = waiting;
    waiting = undefined;
    received = Buffer.alloc(0);
    if (settled !== undefined) how(settled);
  };
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      data(_socket, chunk) {
        received = Buffer.concat([received, chunk]);
        const answer = readAnswer(received);
        if (answer === undefined) return;
        const { status, body } = answer;
        settle(({ resolve, reject }) =>
          status === 200 ? resolve(body) : reject(new Error(`${status} ${body.toString()}`)),
        );
      },
      close: () => settle(({ reject }) => reject(new Error('the server hung up'))),
    },
  });
  return {
    get(path) {
      if (waiting !== undefined) throw new Error('one request at a time');
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      waiting = { resolve, reject };
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      return promise;
    },
    close: () => void socket.end(),
  };
}

/** A whole answer; `undefined` while bytes are missing. @throws when its length is not stated */
export function readAnswer(bytes: Buffer): { readonly status: number; readonly body: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  const body = bytes.subarray(end + 4, end + 4 + Number(length));
  return body.length < Number(length) ? undefined : { status: Number(head.slice(9, 12)), body };
}
