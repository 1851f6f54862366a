import { PATIENCE_MS, within } from './deadline.ts';

/** Engine.IO by hand over a WebSocket, for what no decent client library would send. */
export interface RawSocket {
  readonly send: (frame: string | Uint8Array<ArrayBuffer>) => void;
  /** The first frame not taken yet that matches. */
  readonly next: (matches: (frame: string) => boolean, what: string) => Promise<string>;
  /** Resolves with the close code when the connection is over. */
  readonly closed: Promise<number>;
  readonly close: () => void;
}

/** Opens a WebSocket to the Socket.IO path and waits for the Engine.IO handshake; sends nothing by itself. */
export async function openRawSocket(url: string): Promise<RawSocket> {
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address);
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  socket.onmessage = (event: MessageEvent<unknown>) => {
    frames.push(String(event.data));
    for (const look of [...waiting]) look();
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = (event) => {
      resolve(event.code);
    };
  });
  const next: RawSocket['next'] = (matches, what) => {
    const found = new Promise<string>((resolve) => {
      const look = (): void => {
        const at = frames.findIndex(matches);
        if (at < 0) return;
        waiting.delete(look);
        resolve(frames.splice(at, 1)[0] ?? '');
      };
      waiting.add(look);
      look();
    });
    return within(PATIENCE_MS, what, found);
  };
  const raw: RawSocket = {
    send: (frame) => {
      socket.send(frame);
    },
    next,
    closed,
    close: () => {
      socket.close();
    },
  };
  const refused = closed.then((code) => {
    throw new Error(`closed with ${String(code)} before the handshake`);
  });
  await Promise.race([next((frame) => frame.startsWith('0'), 'the handshake'), refused]);
  return raw;
}

/** The same, signed in: past CONNECT and `ready`. */
export async function openSignedInSocket(url: string, token: string): Promise<RawSocket> {
  const raw = await openRawSocket(url);
  raw.send(`40${JSON.stringify({ token })}`);
  await raw.next((frame) => frame.startsWith('42["ready"'), 'ready');
  return raw;
}
