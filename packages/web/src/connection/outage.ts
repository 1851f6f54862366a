import type { ConnectionState, Refusal } from '@parley/client';

/** The app is not up to date: without a connection, or connected and still fetching what it missed. */
export interface Outage {
  readonly status: 'connecting' | 'waiting' | 'catching-up';
  /** monotonic ms; from the loss until all that was missed is there */
  readonly sinceMs: number;
  /** monotonic ms; only while waiting */
  readonly retryAtMs?: number;
  /** why the server refused the last try; undefined when it was not reached */
  readonly reason?: Refusal;
}

export interface OutageInput {
  readonly connection: ConnectionState;
  readonly isCurrent: boolean;
  /** monotonic ms when `connection` became what it is */
  readonly changedMs: number;
}

/** One that lasts no longer is nobody's concern. */
export const patienceMs = 2_000;

/** The outage after a change; undefined when there is none. It is one and the same until everything is there. */
export function nextOutage(
  previous: Outage | undefined,
  { connection, isCurrent, changedMs }: OutageInput,
): Outage | undefined {
  switch (connection.status) {
    case 'idle':
    case 'signed-out':
      return undefined; // nobody waits for a connection
    case 'online':
      return isCurrent ? undefined : { status: 'catching-up', sinceMs: previous?.sinceMs ?? changedMs };
    case 'connecting':
      return {
        status: 'connecting',
        sinceMs: previous?.sinceMs ?? connection.sinceMs,
        // Known until the server has answered something else.
        ...(previous?.reason === undefined ? {} : { reason: previous.reason }),
      };
    case 'waiting':
      return {
        status: 'waiting',
        sinceMs: previous?.sinceMs ?? connection.sinceMs,
        retryAtMs: changedMs + connection.retryMs,
        ...(connection.reason === undefined ? {} : { reason: connection.reason }),
      };
  }
}
