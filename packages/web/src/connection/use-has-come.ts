import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';

/** Whether a time (UTC ms) has come; false while there is none. */
export function useHasCome(atMs: number | undefined): boolean {
  const { clock } = useApp();
  const [seenMs, setSeenMs] = useState(0);
  useEffect(() => {
    if (atMs === undefined || seenMs >= atMs) return undefined;
    return clock.after(Math.max(0, atMs - clock.nowMs()), () => setSeenMs(atMs));
  }, [clock, atMs, seenMs]);
  return atMs !== undefined && seenMs >= atMs;
}
