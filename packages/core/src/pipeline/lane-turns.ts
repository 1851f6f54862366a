import type { Clock } from '../ports/clock.ts';
import type { AnyLane } from './any-lane.ts';
import type { Share } from './recovery.ts';

/**
 * Whose turn it is: lanes with something to commit, first come, first served. Live lanes go before those that the
 * journal drains into, which always get a quarter of the batch and no more than `drainShare`: people who talk now do not
 * wait for what is late anyway.
 */
export function createLaneTurns({
  clock,
  drainShare,
  onDoubt,
}: {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly drainShare: () => number;
  /** The log is to be read before anything of it is judged; it comes back then. */
  readonly onDoubt: (lane: AnyLane) => void;
}) {
  let live: AnyLane[] = [];
  let drained: AnyLane[] = [];

  /** Numbers what waits in `lanes`, into `shares`; answers how many entries, and the lanes left over. */
  function takeFrom(lanes: AnyLane[], room: number, shares: Share[]): { taken: number; rest: AnyLane[] } {
    const nowMs = clock.nowMs();
    let taken = 0;
    let visited = 0;
    for (const lane of lanes) {
      if (taken >= room) break;
      visited += 1;
      lane.queued = false;
      if (!lane.isItsTurn()) continue;
      const jobs = lane.number(room - taken, nowMs);
      if (jobs.length === 0) {
        if (lane.isDoubtful) onDoubt(lane);
        continue;
      }
      lane.busy = true;
      taken += jobs.length;
      shares.push({ lane, jobs });
    }
    return { taken, rest: visited === lanes.length ? [] : lanes.slice(visited) };
  }

  return {
    /** Whether the lane is new in the line; one that is busy comes back by itself. */
    add(lane: AnyLane): boolean {
      if (lane.busy || lane.queued || lane.waiting === 0) return false;
      lane.queued = true;
      (lane.isDraining ? drained : live).push(lane);
      return true;
    },
    hasAny: (): boolean => live.length > 0 || drained.length > 0,
    /** The next batch: at most `limit` entries, at most one share a lane. */
    take(limit: number): readonly Share[] {
      const shares: Share[] = [];
      const reserved = drained.length === 0 ? 0 : Math.floor(limit / 4);
      const first = takeFrom(live, limit - reserved, shares);
      live = first.rest;
      if (drained.length > 0)
        drained = takeFrom(drained, Math.min(limit - first.taken, drainShare()), shares).rest;
      return shares;
    },
  };
}
