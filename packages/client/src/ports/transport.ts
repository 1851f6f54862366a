import type { Refusal } from '@parley/protocol';

/** What one connection reports: `refused`, or `opened`, then events, then `closed`. Nothing follows `close()`. */
export interface TransportEvents {
  /** The handshake was accepted. */
  opened(): void;
  /** The handshake failed; without a reason the server was not reached. */
  refused(reason: Partial<Refusal> | undefined): void;
  /** An event of the server, as parsed JSON. */
  event(name: string, payload: unknown): void;
  /** An open connection has ended, whoever ended it. */
  closed(): void;
}

/** One connection. */
export interface TransportLink {
  /** Sends an event; resolves with its ack, or with undefined when none came in time or the connection ended. */
  request(event: string, payload: unknown, deadlineMs: number): Promise<unknown>;
  close(): void;
}

/** Opens a connection, signed in with `token` (undefined: by cookie). */
export type Transport = (token: string | undefined, events: TransportEvents) => TransportLink;
