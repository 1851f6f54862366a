import type { Clock } from '@parley/core';
import type { EngineConnection } from './engine-types.ts';

// How late a ping may be, and a missing pong be noticed.
const MAX_LOOK_PERIOD_MS = 250;

export interface HeartbeatDeps {
  clock: Clock;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  connections: () => Iterable<EngineConnection>;
}

/**
 * Pings connections and closes those that don't answer, as the engine does, but with one timer for all: its timer for
 * each costs an idle connection half a kilobyte.
 * @returns takes over one more connection; one that is gone needs no word.
 */
export function createHeartbeat(deps: HeartbeatDeps): (connection: EngineConnection) => void {
  const { clock, pingIntervalMs, pingTimeoutMs } = deps;
  const lookPeriodMs = Math.min(MAX_LOOK_PERIOD_MS, pingIntervalMs / 4, pingTimeoutMs / 4);
  let cancel: (() => void) | undefined;

  /** What the engine calls after each pong. */
  function schedulePing(this: EngineConnection): void {
    if (this.guard !== undefined) this.guard.nextBeatMs = clock.monotonicMs() + pingIntervalMs;
  }

  function beat(connection: EngineConnection, nowMs: number): void {
    const { guard } = connection;
    if (guard === undefined || guard.nextBeatMs > nowMs) return;
    if (guard.isPongDue) {
      connection.onClose('ping timeout');
      return;
    }
    // SEC6: only this allows one pong.
    guard.isPongDue = true;
    guard.nextBeatMs = nowMs + pingTimeoutMs;
    connection.sendPacket('ping');
  }

  function look(): void {
    const nowMs = clock.monotonicMs();
    let isAlone = true;
    for (const connection of deps.connections()) {
      isAlone = false;
      beat(connection, nowMs);
    }
    if (!isAlone) return;
    cancel?.();
    cancel = undefined;
  }

  return (connection) => {
    // The engine has set its own in the constructor.
    clearTimeout(connection.pingIntervalTimer);
    connection.pingIntervalTimer = undefined;
    connection.schedulePing = schedulePing;
    connection.schedulePing();
    cancel ??= clock.every(lookPeriodMs, look);
  };
}
