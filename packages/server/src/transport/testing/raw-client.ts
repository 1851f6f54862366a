import { closeAfterTest } from './start-transport.ts';

/** A client made of frames alone: no library between a test and the wire. */
export interface RawClient {
  /** The next Engine.IO packet; rejects once the connection is closed and all packets were read. */
  next: () => Promise<string>;
  /** Packets up to and with the first one that starts with `prefix`. */
  until(prefix: string): Promise<string[]>;
  send(packet: string | Uint8Array<ArrayBuffer>): void;
  /** Sends a WebSocket ping. */
  ping(): void;
  /** Resolves when the connection is gone. */
  closed: Promise<{ code: number }>;
  close(): void;
}

export interface PollingClient {
  readonly sid: string;
  /** One poll: its status and its packets. */
  poll(): Promise<{ status: number; packets: string[] }>;
  post(body: string, headers?: Record<string, string>): Promise<Response>;
}

const SEPARATOR = '\x1e';

/** An unbounded queue that one reader waits on. */
function createInbox() {
  const packets: string[] = [];
  let wake = (): void => undefined;
  let isClosed = false;
  return {
    push(packet: string) {
      packets.push(packet);
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
    async next(): Promise<string> {
      for (;;) {
        const packet = packets.shift();
        if (packet !== undefined) return packet;
        if (isClosed) throw new Error('closed');
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Opens a WebSocket at once: Engine.IO's handshake, no CONNECT. `query` is added to the address. */
export async function openRaw(port: number, query = ''): Promise<RawClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/socket.io/?EIO=4&transport=websocket${query}`);
  closeAfterTest(() => {
    socket.close();
  });
  const inbox = createInbox();
  const closed = new Promise<{ code: number }>((resolve) => {
    socket.addEventListener('close', ({ code }) => {
      inbox.close();
      resolve({ code });
    });
  });
  socket.addEventListener('message', ({ data }) => {
    inbox.push(String(data));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve();
    });
    socket.addEventListener('error', () => {
      reject(new Error('refused'));
    });
  });
  return {
    closed,
    next: () => inbox.next(),
    async until(prefix) {
      const seen: string[] = [];
      do seen.push(await inbox.next());
      while (!seen.at(-1)?.startsWith(prefix));
      return seen;
    },
    send(packet) {
      socket.send(packet);
    },
    ping() {
      // Bun's own WebSocket has it; the browser's type does not.
      (socket as unknown as { ping(): void }).ping();
    },
    close() {
      socket.close();
    },
  };
}

/** As openRaw, past CONNECT. Resolves with the Socket.IO id too. */
export async function connectRaw(port: number, auth: object = {}): Promise<RawClient & { id: string }> {
  const client = await openRaw(port);
  await client.until('0');
  client.send(`40${JSON.stringify(auth)}`);
  const answer = (await client.until('40')).at(-1) ?? '';
  return Object.assign(client, { id: idIn(answer) });
}

/** A polling session past its handshake. */
export async function openPolling(port: number): Promise<PollingClient> {
  const base = `http://127.0.0.1:${String(port)}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(base)).text();
  // The engine's own JSON, in a test.
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  return {
    sid,
    async poll() {
      const response = await fetch(`${base}&sid=${sid}`);
      const body = await response.text();
      return { status: response.status, packets: body === '' ? [] : body.split(SEPARATOR) };
    },
    post: (body, headers = {}) => fetch(`${base}&sid=${sid}`, { method: 'POST', body, headers }),
  };
}

/** As openPolling, past CONNECT. */
export async function connectPolling(
  port: number,
  auth: object = {},
): Promise<PollingClient & { id: string }> {
  const client = await openPolling(port);
  await client.post(`40${JSON.stringify(auth)}`);
  const { packets } = await client.poll();
  return Object.assign(client, { id: idIn(packets[0] ?? '') });
}

function idIn(connected: string): string {
  // The server's own JSON, in a test.
  return (JSON.parse(connected.slice(2)) as { sid: string }).sid;
}
