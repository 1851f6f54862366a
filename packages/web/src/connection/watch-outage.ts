import type { Client, Clock } from '@parley/client';
import { nextOutage, patienceMs, type Outage } from './outage.ts';

/**
 * Calls `show` with the outage once it has lasted two seconds, again at each of its turns, and with undefined when it
 * is over. The returned function ends that.
 */
export function watchOutage(
  { connection, isCurrent }: Pick<Client, 'connection' | 'isCurrent'>,
  clock: Clock,
  show: (outage: Outage | undefined) => void,
): () => void {
  let state = connection.getSnapshot();
  let changedMs = clock.monotonicMs();
  let outage: Outage | undefined;
  let cancel = (): void => undefined;

  function update(): void {
    const now = connection.getSnapshot();
    if (now !== state) changedMs = clock.monotonicMs();
    state = now;
    // A gap that is found while connected begins now, not with the connection.
    const sinceMs = now.status === 'online' && outage === undefined ? clock.monotonicMs() : changedMs;
    outage = nextOutage(outage, { connection: now, isCurrent: isCurrent.getSnapshot(), changedMs: sinceMs });
    cancel();
    const restMs = (outage?.sinceMs ?? 0) + patienceMs - clock.monotonicMs();
    if (outage === undefined || restMs <= 0) show(outage);
    else cancel = clock.after(restMs, () => show(outage));
  }

  const ends = [connection.subscribe(update), isCurrent.subscribe(update)];
  update();
  return () => {
    cancel();
    for (const end of ends) end();
  };
}
