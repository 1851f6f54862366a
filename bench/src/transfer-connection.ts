/* One kept-alive HTTP/1.1 connection for large bodies both ways, without a library: sent in pieces, counted when received. */

export interface TransferAnswer {
  readonly status: number;
  readonly head: string;
  /** of the body */
  readonly bytes: number;
  /** its beginning, at most `keptBytes` */
  readonly text: string;
}

export interface TransferRequest {
  /** `POST /upload/` */
  readonly line: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: readonly Uint8Array[];
  /** at this pace at most; absent: as fast as the server takes it */
  readonly bytesPerS?: number | undefined;
}

export interface TransferConnection {
  /** One at a time. Rejects when the server hangs up; what it answers is the caller's to judge. */
  request(request: TransferRequest): Promise<TransferAnswer>;
  /** Bytes that the system has taken so far, of all requests. */
  sentBytes(): number;
  close(): void;
}

/** Written in one call, so that a transfer never has the generator for long. */
export const pieceBytes = 64 * 1024;
const keptBytes = 16 * 1024;

export async function openTransfers({
  port,
  token,
}: {
  readonly port: number;
  readonly token: string;
}): Promise<TransferConnection> {
  let sentBytes = 0;
  let waiting: PromiseWithResolvers<TransferAnswer> | undefined;
  let reader = createAnswerReader();
  let onDrain = (): void => undefined;
  const settle = (how: (waiting: PromiseWithResolvers<TransferAnswer>) => void): void => {
    const settled = waiting;
    waiting = undefined;
    onDrain();
    if (settled !== undefined) how(settled);
  };
  let isOpen = false;
  const connect = () =>
    Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data(_socket, chunk) {
          const answer = reader(chunk);
          if (answer === undefined) return;
          settle(({ resolve }) => {
            resolve(answer);
          });
        },
        drain() {
          onDrain();
        },
        close() {
          isOpen = false;
          settle(({ reject }) => {
            reject(new Error('the server hung up'));
          });
        },
      },
    });
  let socket = await connect();
  isOpen = true;

  async function write(bytes: Uint8Array, asked: typeof waiting): Promise<void> {
    for (let at = 0; at < bytes.length && waiting === asked;) {
      const room = new Promise<void>((resolve) => {
        onDrain = resolve;
      });
      const taken = Math.max(0, socket.write(bytes.subarray(at)));
      at += taken;
      sentBytes += taken;
      if (at < bytes.length && waiting === asked) await room;
    }
  }

  return {
    request({ line, headers = {}, body = [], bytesPerS }) {
      if (waiting !== undefined) throw new Error('one request at a time');
      const asked = Promise.withResolvers<TransferAnswer>();
      waiting = asked;
      reader = createAnswerReader();
      const length = body.reduce((sum, part) => sum + part.length, 0);
      const fields = { Host: `127.0.0.1:${port}`, Authorization: `Bearer ${token}`, ...headers };
      const sent = { ...fields, ...(line.startsWith('GET') ? {} : { 'Content-Length': length }) };
      const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
      const head = Buffer.from(`${[`${line} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
      const send = async (): Promise<void> => {
        if (!isOpen) {
          // A server may end a kept-alive connection between two requests.
          socket = await connect();
          isOpen = true;
        }
        const paced = startPace(bytesPerS);
        for (const piece of [head, ...body.flatMap(cutIntoPieces)]) {
          // Answered early, or hung up: nothing more is wanted.
          if (waiting !== asked) return;
          await write(piece, asked);
          await paced(piece.length);
        }
      };
      void send();
      return asked.promise;
    },
    sentBytes: () => sentBytes,
    close: () => void socket.end(),
  };
}

/** Waits after each piece until its time is over; without a pace, for one turn of the event loop. */
function startPace(bytesPerS: number | undefined): (bytes: number) => Promise<unknown> {
  if (bytesPerS === undefined) return () => new Promise((resolve) => setImmediate(resolve));
  const startMs = performance.now();
  let sent = 0;
  return (bytes) => {
    sent += bytes;
    return Bun.sleep(Math.max(0, startMs + (sent / bytesPerS) * 1000 - performance.now()));
  };
}

export function cutIntoPieces(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes));
}

/** Reads one answer, chunk by chunk; answers it once it is whole. @throws when its length is not stated */
export function createAnswerReader(): (chunk: Buffer) => TransferAnswer | undefined {
  let begun = Buffer.alloc(0);
  let found: { readonly head: string; readonly length: number; readonly start: number } | undefined;
  let received = 0;
  return (chunk) => {
    received += chunk.length;
    if (begun.length < keptBytes) begun = Buffer.concat([begun, chunk.subarray(0, keptBytes - begun.length)]);
    found ??= readHead(begun);
    if (found === undefined || received < found.start + found.length) return undefined;
    const { head, length, start } = found;
    const text = begun.toString('utf8', start, Math.min(begun.length, start + length));
    return { status: Number(head.slice(9, 12)), head, bytes: length, text };
  };
}

function readHead(begun: Buffer) {
  const end = begun.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = begun.toString('latin1', 0, end);
  const length =
    /\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? (head.startsWith('HTTP/1.1 204') ? '0' : undefined);
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  return { head, length: Number(length), start: end + 4 };
}
