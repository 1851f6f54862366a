import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { startOfDay } from '../time/format-time.ts';

const hourMs = 60 * 60 * 1000;

/** When today began, UTC ms; the component is drawn again when a day ends. */
export function useDay(): number {
  const { clock } = useApp();
  const [dayMs, setDayMs] = useState(() => startOfDay(clock.nowMs()));
  useEffect(() => {
    // 25 hours later it is tomorrow, whatever the clocks do in between. Asked at least every hour: a machine may sleep.
    const untilNextMs = startOfDay(dayMs + 25 * hourMs) - clock.nowMs();
    let cancel = (): void => undefined;
    const wait = (delayMs: number): void => {
      cancel = clock.after(Math.min(Math.max(delayMs, 0), hourMs), () => {
        const todayMs = startOfDay(clock.nowMs());
        setDayMs(todayMs);
        if (todayMs === dayMs) wait(startOfDay(dayMs + 25 * hourMs) - clock.nowMs());
      });
    };
    wait(untilNextMs);
    return () => cancel();
  }, [clock, dayMs]);
  return dayMs;
}
