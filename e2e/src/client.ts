import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { PATIENCE_MS, within } from './deadline.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { type Acked, acks, type ClientEvent, type Payload, Refusal } from './wire-events.ts';
import { Code, type WireError } from './wire-errors.ts';

export type Transport = 'websocket' | 'polling';
export type Ack<E extends ClientEvent> = Acked<E> | { readonly ok: false; readonly error: WireError };

/** A connection as anybody's `socket.io-client` makes it, with what tests ask of one. */
export interface ChatClient extends Inbox {
  readonly socket: Socket;
  readonly ready: Payload<'ready'>;
  /** The ack, good or bad; rejects when none comes or when it breaks the contract. */
  readonly call: <E extends ClientEvent>(event: E, payload: unknown) => Promise<Ack<E>>;
  /** The good ack; a refusal rejects. */
  readonly must: <E extends ClientEvent>(event: E, payload: unknown) => Promise<Acked<E>>;
  /** The refusal; a good ack rejects. */
  readonly refused: (event: ClientEvent, payload: unknown) => Promise<WireError>;
  /** Resolves when the server or the network has ended this connection. */
  readonly disconnected: Promise<string>;
  readonly close: () => void;
}

export interface ConnectOptions {
  readonly token?: string;
  readonly transports?: readonly Transport[];
  readonly headers?: Record<string, string>;
}

/** Why a connect was refused: the `data` of `connect_error`. */
export class ConnectRefused extends Error {
  readonly code: z.output<typeof Code>;
  readonly retry: boolean;
  readonly retryAfterMs: number | undefined;
  constructor(data: z.output<typeof RefusalData>) {
    super(`connect refused: ${data.code}`);
    this.code = data.code;
    this.retry = data.retry;
    this.retryAfterMs = data.retry_after_ms;
  }
}
const RefusalData = z.object({ code: Code, retry: z.boolean(), retry_after_ms: z.number().optional() });

/** Checks one ack against the contract. */
export function readAck<E extends ClientEvent>(event: E, raw: unknown): Ack<E> {
  const refusal = Refusal.safeParse(raw);
  if (refusal.success) return refusal.data;
  const parsed = acks[event].safeParse(raw);
  if (!parsed.success)
    throw new Error(
      `ack of ${event}: ${JSON.stringify(raw).slice(0, 2_000)}\n${z.prettifyError(parsed.error)}`,
    );
  // The table relates event and shape; TypeScript cannot follow a generic index through safeParse.
  return parsed.data as Acked<E>;
}

function toError(error: Error & { data?: unknown }): Error {
  const data = RefusalData.safeParse(error.data);
  return data.success ? new ConnectRefused(data.data) : error;
}

/** Connects and waits for `ready`; rejects with `ConnectRefused` when the server says no. */
export async function connectClient(url: string, options: ConnectOptions = {}): Promise<ChatClient> {
  const socket = io(url, {
    forceNew: true,
    reconnection: false,
    transports: [...(options.transports ?? ['websocket'])],
    auth: options.token === undefined ? {} : { token: options.token },
    ...(options.headers === undefined ? {} : { extraHeaders: options.headers }),
  });
  const inbox = createInbox(socket);
  const refused = new Promise<never>((_resolve, reject) => {
    socket.once('connect_error', (error: Error) => {
      reject(toError(error));
    });
  });
  const disconnected = new Promise<string>((resolve) => {
    socket.once('disconnect', resolve);
  });
  try {
    const ready = await within(PATIENCE_MS, 'ready', Promise.race([inbox.next('ready'), refused]));
    return { ...inbox, ...createCalls(socket), socket, ready, disconnected, close: () => socket.close() };
  } catch (error) {
    socket.close();
    throw error;
  }
}

function createCalls(socket: Socket): Pick<ChatClient, 'call' | 'must' | 'refused'> {
  const call: ChatClient['call'] = async (event, payload) => {
    const raw: unknown = await socket.timeout(PATIENCE_MS).emitWithAck(event, payload);
    return readAck(event, raw);
  };
  return {
    call,
    must: async (event, payload) => {
      const ack = await call(event, payload);
      if (!ack.ok) throw new Error(`${event} was refused: ${JSON.stringify(ack.error)}`);
      return ack;
    },
    refused: async (event, payload) => {
      const ack = await call(event, payload);
      if (ack.ok) throw new Error(`${event} was accepted: ${JSON.stringify(ack)}`);
      return ack.error;
    },
  };
}
