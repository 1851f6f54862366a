import type { AnyLane } from './any-lane.ts';

/**
 * The lanes of the logs in use, at most about `capacity` of them. Idle lanes are forgotten by the clock algorithm: a
 * hand goes round, a lane used since its last visit is spared once.
 */
export function createLaneCache<Log, LaneOf extends AnyLane>(capacity: number, make: (log: Log) => LaneOf) {
  const lanes = new Map<Log, LaneOf>();

  function forgetIdle(): void {
    let visits = 8;
    for (const [log, lane] of lanes) {
      if (visits === 0 || lanes.size <= capacity) return;
      visits -= 1;
      lanes.delete(log);
      const idle = !lane.busy && !lane.queued && lane.waiting === 0;
      if (idle && !lane.recent) continue;
      lane.recent = false;
      lanes.set(log, lane);
    }
  }

  return {
    /** The lane of a log, made when it is not there. */
    get(log: Log): LaneOf {
      const known = lanes.get(log);
      if (known !== undefined) {
        known.recent = true;
        return known;
      }
      const lane = make(log);
      lanes.set(log, lane);
      if (lanes.size > capacity) forgetIdle();
      return lane;
    },
    peek: (log: Log): LaneOf | undefined => lanes.get(log),
    values: (): Iterable<LaneOf> => lanes.values(),
    size: (): number => lanes.size,
  };
}
