/** Whether one more is allowed now. */
export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** Counts what somebody does, by a key such as a user id or an address. Synchronous, without timers. */
export interface Limiter {
  /** Takes one for `key`; refused takes cost nothing. */
  take(key: string): Taken;
}

export const granted: Taken = { ok: true };

/** `RATE_LIMITS=off` */
export const unlimited: Limiter = { take: () => granted };
