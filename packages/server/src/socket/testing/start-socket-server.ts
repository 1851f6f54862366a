import type { Chat, Publisher } from '@parley/core';
import { accept, limits, refuse, sessionId, userId, type Result, type UserId } from '@parley/protocol';
import { io as connect, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { systemClock } from '../../clock.ts';
import type { Identity } from '../../auth/identity.ts';
import { closeAfterTest, startTransport } from '../../transport/testing/start-transport.ts';
import type { Transport } from '../../transport/transport.ts';
import { createPublisher } from '../publisher.ts';
import type { SocketDeps } from '../socket-deps.ts';
import { createSocketServer, type SocketServer } from '../socket-server.ts';

export interface TestServer {
  readonly transport: Transport;
  readonly publisher: Publisher;
  readonly server: SocketServer;
  /** What the log was told. */
  readonly logged: unknown[];
  /** An unmodified client; `token` may be anything. Disconnected after the test. */
  client(token?: unknown, options?: Partial<ManagerOptions & SocketOptions>): Socket;
  /** A client that has its `ready`. */
  readyClient(token: string, options?: Partial<ManagerOptions & SocketOptions>): Promise<Socket>;
}

export function user(name: string): UserId {
  return userId.parse(name);
}

/** Tokens of the tests: `ann` is Ann's session `s-ann`. */
export function identityOf(name: string, more: Partial<Identity> = {}): Identity {
  const session = sessionId.parse(`s-${name}`);
  return {
    userId: user(name),
    sessionId: session,
    announcedSessionId: session,
    isAdmin: false,
    expiresAtMs: null,
    ...more,
  };
}

export function authenticateByName(token: string): Promise<Result<Identity>> {
  return Promise.resolve(
    token === 'unknown' ? refuse('unauthenticated', 'Nobody has this token.') : accept(identityOf(token)),
  );
}

/** The binder's neighbour, as far as a test needs it. */
export function createFakeChat(methods: Partial<Chat> = {}): Chat {
  const chat: Partial<Chat> = {
    connect: () => Promise.resolve(accept({ accountSeq: 7 })),
    disconnect: () => undefined,
    showQueued: () => undefined,
    ...methods,
  };
  // A call that the test did not foresee throws, which the binder answers as `internal`.
  return chat as Chat;
}

/** A socket server on a free port, on the machine's clock unless given another; stopped after the test. */
export async function startSocketServer(
  deps: Partial<SocketDeps> & { makeChat?: (publisher: Publisher) => Chat } = {},
): Promise<TestServer> {
  const transport = await startTransport({ packetsPerSecond: Infinity });
  const publisher = createPublisher(transport);
  const logged: unknown[] = [];
  const server = createSocketServer({
    transport,
    chat: deps.makeChat?.(publisher) ?? createFakeChat(),
    authenticator: { authenticate: authenticateByName },
    clock: systemClock,
    limitsOn: true,
    announcedLimits: limits,
    generation: 'g1',
    cookieToken: () => undefined,
    log: { error: (details, what) => logged.push({ ...details, what }) },
    ...deps,
  });

  function client(token?: unknown, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
    const socket = connect(`http://127.0.0.1:${String(transport.port())}`, {
      transports: ['websocket'],
      forceNew: true,
      auth: { token },
      ...options,
    });
    closeAfterTest(() => socket.disconnect());
    return socket;
  }

  return {
    transport,
    publisher,
    server,
    logged,
    client,
    async readyClient(token, options) {
      const socket = client(token, options);
      await next(socket, 'ready');
      return socket;
    },
  };
}

/** The next event of this name: its first argument. */
export function next<Value = unknown>(socket: Socket, event: string): Promise<Value> {
  return new Promise((resolve) => {
    socket.once(event, (value: Value) => {
      resolve(value);
    });
  });
}
