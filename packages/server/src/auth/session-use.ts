import type { AccountStore, Clock } from '@parley/core';
import type { SessionId } from '@parley/protocol';

/** When sessions were last used: noted in memory at each request, written behind. */
export interface SessionUse {
  /** The session is used now; `storedMs` is what the store knows. */
  note(id: SessionId, storedMs: number): void;
  /** The newest known use, UTC ms. */
  lastUsedMs(id: SessionId, storedMs: number): number;
  /** Writes what is noted and not written. */
  flush(): Promise<void>;
}

/** A session's use is written at most once in this time. */
export const USE_PERIOD_MS = 60_000;

export interface SessionUseDeps {
  readonly accounts: Pick<AccountStore, 'touchSessions'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

export function createSessionUse({ accounts, clock }: SessionUseDeps): SessionUse {
  let noted = new Map<SessionId, number>();

  return {
    note(id, storedMs) {
      const nowMs = clock.nowMs();
      if (nowMs - storedMs >= USE_PERIOD_MS) noted.set(id, nowMs);
    },
    lastUsedMs: (id, storedMs) => Math.max(noted.get(id) ?? 0, storedMs),
    async flush() {
      if (noted.size === 0) return;
      const writing = noted;
      noted = new Map();
      try {
        await accounts.touchSessions([...writing].map(([id, lastUsedAt]) => ({ id, lastUsedAt })));
      } catch (error) {
        // Tried again at the next flush, unless used since.
        for (const [id, usedMs] of writing) if (!noted.has(id)) noted.set(id, usedMs);
        throw error;
      }
    },
  };
}
