import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useApp } from '../app/app-context.tsx';
import { holdsMessage, type Row } from './rows/row.ts';

/** Where a stretch of messages is shown first. */
export type Start =
  { readonly kind: 'end' } | { readonly kind: 'unread' } | { readonly kind: 'message'; readonly id: string };

export interface PlacingOptions {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLElement | null>;
  /** the first one counts: another start is another list */
  readonly start: Start;
}

export interface Placing {
  /** it stands where it belongs, and may be seen */
  readonly isPlaced: boolean;
  /** Brings it to its start; false: it has been there for good, or the reader has gone elsewhere. */
  readonly place: (rows: readonly Row[]) => boolean;
  /** The same again once rows have been measured: where that moves nothing any more, it is placed. */
  readonly placeMeasured: (rows: readonly Row[]) => boolean;
  /** One has scrolled, or the browser has after what is done here. */
  readonly follow: () => void;
  readonly end: () => void;
}

/** Two frames without a move, by which the rows in view have been measured. */
const showAfterMs = 34;
/** What is above and below is measured by then too. */
const restAfterMs = 150;
/** The line that parts read from unread stands this far from the edge: something of what was read is seen, px. */
const unreadBelowPx = 72;

/**
 * Where a list begins, while its rows are still being measured. Where to scroll to is told to the element and not to the
 * virtual list: that goes on for a while with what it was told, also against whoever scrolls meanwhile.
 */
export function usePlacing({ list, scroller, ...options }: PlacingOptions): Placing {
  const { clock } = useApp();
  const [start] = useState(options.start);
  const [isPlaced, setIsPlaced] = useState(false);
  const actions = useMemo(() => {
    /** undefined: no longer placed by this */
    let placedPx: number | undefined = NaN;
    let stopShowing: (() => void) | undefined;
    let stopResting: (() => void) | undefined;

    function end(): void {
      placedPx = undefined;
      stopResting?.();
    }

    function place(rows: readonly Row[]): boolean {
      if (placedPx === undefined) return false;
      const [handle, element] = [list.current, scroller.current];
      if (handle === null || element === null) return true;
      scrollToStart({ list: handle, scroller: element, rows, start });
      placedPx = element.scrollTop;
      return true;
    }

    function placeMeasured(rows: readonly Row[]): boolean {
      const beforePx = placedPx;
      if (!place(rows)) return false;
      if (placedPx !== beforePx || stopShowing === undefined) {
        stopShowing?.();
        stopShowing = clock.after(showAfterMs, () => setIsPlaced(true));
      }
      stopResting?.();
      stopResting = clock.after(restAfterMs, end);
      return true;
    }

    return {
      place,
      placeMeasured,
      end,
      follow() {
        const offset = scroller.current?.scrollTop ?? 0;
        if (placedPx !== undefined && Math.abs(offset - placedPx) > 1) end();
      },
      stop() {
        stopShowing?.();
        stopResting?.();
      },
    };
  }, [clock, list, scroller, start]);
  useEffect(() => actions.stop, [actions]);
  return useMemo(() => ({ isPlaced, ...actions }), [isPlaced, actions]);
}

/** Rows that turn out higher bring it here again. */
export function scrollToEnd(scroller: HTMLElement): void {
  scroller.scrollTo({ top: scroller.scrollHeight, behavior: 'instant' });
}

interface StartPlace {
  readonly list: VirtualizerHandle;
  readonly scroller: HTMLElement;
  readonly rows: readonly Row[];
  readonly start: Start;
}

function scrollToStart({ list, scroller, rows, start }: StartPlace): void {
  const wanted =
    start.kind === 'message'
      ? rows.findIndex((row) => holdsMessage(row, start.id))
      : start.kind === 'unread'
        ? rows.findIndex(({ kind }) => kind === 'unread')
        : -1;
  if (wanted < 0) {
    scrollToEnd(scroller);
    return;
  }
  const abovePx =
    start.kind === 'message' ? (scroller.clientHeight - list.getItemSize(wanted)) / 2 : unreadBelowPx;
  scroller.scrollTo({ top: list.getItemOffset(wanted) - abovePx, behavior: 'instant' });
}
