import { useMemo, useRef, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows/row.ts';

export interface StillRow {
  /** rows came or went at the start */
  readonly hold: (rows: readonly Row[]) => void;
  /** one has scrolled: another row may be the first in view */
  readonly follow: (rows: readonly Row[]) => void;
  /** rows have another height: the held one goes back to where it was */
  readonly restore: (rows: readonly Row[]) => void;
  readonly release: () => void;
}

/**
 * Once rows came at the start, the virtual list keeps its place from the end until scrolling has rested, and a finger
 * may rest for long: whatever grows below would push up what one reads. Meanwhile the first row in view is held.
 */
export function useStillRow(
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLElement | null>,
): StillRow {
  const held = useRef<{ readonly key: string; readonly topPx: number }>(undefined);
  return useMemo(() => {
    // The list's own offset lags behind until its next scroll event.
    const topOf = (index: number): number =>
      (list.current?.getItemOffset(index) ?? 0) - (scroller.current?.scrollTop ?? 0);
    const hold = (rows: readonly Row[]): void => {
      const index = list.current?.findItemIndex(scroller.current?.scrollTop ?? 0) ?? -1;
      const row = rows[index];
      held.current = row && { key: row.key, topPx: topOf(index) };
    };
    return {
      hold,
      follow: (rows) => {
        if (held.current !== undefined) hold(rows);
      },
      restore: (rows) => {
        const { key, topPx } = held.current ?? {};
        const index = rows.findIndex((row) => row.key === key);
        if (index < 0 || topPx === undefined) return;
        const movedPx = topOf(index) - topPx;
        if (Math.abs(movedPx) >= 1) scroller.current?.scrollBy({ top: movedPx, behavior: 'instant' });
      },
      release: () => {
        held.current = undefined;
      },
    };
  }, [list, scroller]);
}
