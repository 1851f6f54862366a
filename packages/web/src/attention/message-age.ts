import type { Clock } from '@parley/client';

/**
 * How old messages are (ms), whatever the clock of this device says: no message is known before it is written, so the
 * one that seems the newest tells how far the server's clock is ahead.
 */
export function createMessageAge(clock: Clock): (createdAt: string) => number {
  let aheadMs = -Infinity;
  return (createdAt) => {
    const seemsAheadMs = Date.parse(createdAt) - clock.nowMs();
    aheadMs = Math.max(aheadMs, seemsAheadMs);
    return aheadMs - seemsAheadMs;
  };
}
