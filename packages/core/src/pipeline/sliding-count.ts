import type { Clock } from '../ports/clock.ts';

const slots = 10;

/** Counts what happened within the last `windowMs`, exact to a tenth of it. */
export function createSlidingCount(clock: Pick<Clock, 'monotonicMs'>, windowMs: number) {
  const counts = new Uint32Array(slots);
  const slotMs = windowMs / slots;
  let newest = 0;

  function slotNow(): number {
    const now = Math.floor(clock.monotonicMs() / slotMs);
    for (let slot = Math.max(newest + 1, now - slots + 1); slot <= now; slot += 1) counts[slot % slots] = 0;
    newest = Math.max(newest, now);
    return newest % slots;
  }

  return {
    add(): void {
      const slot = slotNow();
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    total(): number {
      slotNow();
      return counts.reduce((sum, each) => sum + each, 0);
    },
    clear(): void {
      counts.fill(0);
    },
  };
}
