import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';

const stepMs = 30_000;

/** The time, UTC ms, for words such as `5 minutes ago`: the component is drawn again every half minute. */
export function useNow(): number {
  const { clock } = useApp();
  const [nowMs, setNowMs] = useState(() => clock.nowMs());
  useEffect(() => clock.after(stepMs, () => setNowMs(clock.nowMs())), [clock, nowMs]);
  return nowMs;
}
