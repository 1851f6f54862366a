import type { AccountStore, Clock } from '@parley/core';
import type { SessionId } from '@parley/protocol';
import type { Log } from '../log.ts';
import { USE_PERIOD_MS, type SessionUse } from './session-use.ts';

const REMOVE_PERIOD_MS = 3_600_000;

export interface KeepSessionsDeps {
  readonly accounts: Pick<AccountStore, 'removeStaleSessions'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessionUse: SessionUse;
  readonly sessionTtlMs: number;
  /** Sessions with a socket: a connected device uses its session, however quiet it is. */
  readonly connectedSessions: () => Iterable<SessionId>;
}

/** Writes down what is used and removes what is not, until the returned function is called, which writes once more. */
export function keepSessions(deps: KeepSessionsDeps): () => Promise<void> {
  const { accounts, clock, log, sessionUse, sessionTtlMs } = deps;

  async function flush(): Promise<void> {
    for (const id of deps.connectedSessions()) sessionUse.note(id, sessionUse.lastUsedMs(id, 0));
    await sessionUse.flush();
  }

  const report = (what: string) => (error: unknown) => {
    log.warn({ err: error }, what);
  };
  const stopFlushing = clock.every(USE_PERIOD_MS, () => {
    flush().catch(report('the use of sessions could not be written'));
  });
  const stopRemoving = clock.every(REMOVE_PERIOD_MS, () => {
    accounts
      .removeStaleSessions(clock.nowMs() - sessionTtlMs)
      .catch(report('stale sessions could not be removed'));
  });

  return async () => {
    stopFlushing();
    stopRemoving();
    await flush();
  };
}
