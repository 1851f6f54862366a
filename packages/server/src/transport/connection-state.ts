import type { Rate, TokenBucket } from './token-bucket.ts';

/** What the guards remember about one connection; shared by its session and its WebSocket. */
export interface ConnectionState extends TokenBucket {
  /** A ping was sent and its pong has not come yet. */
  isPongDue: boolean;
  /** When it is pinged, or given up while a pong is due; of the monotonic clock. */
  nextBeatMs: number;
  /** UTF-8 bytes waiting for the next poll; 0 on a WebSocket. */
  queuedBytes: number;
  /** A WebSocket that takes over a polling session may send one probe; each costs the engine a timer. */
  probesLeft: number;
  /** Seen with much unread output and not drained since: what an abnormal close is then put down to. */
  isPressured: boolean;
}

export function createConnectionState(rate: Rate, nowMs: number): ConnectionState {
  return {
    tokens: rate.burst,
    refilledAtMs: nowMs,
    isPongDue: false,
    nextBeatMs: Infinity,
    queuedBytes: 0,
    probesLeft: 0,
    isPressured: false,
  };
}
