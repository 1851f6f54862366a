import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { isStartChanged } from './rows/build-rows.ts';
import { holdsMessage, messagesOf, type Row } from './rows/row.ts';
import type { ShownMessage } from './rows/shown-message.ts';
import { scrollToEnd, usePlacing, type Start } from './use-placing.ts';
import { useStillRow } from './use-still-row.ts';

export interface ListScrollOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly Row[];
  readonly start: Start;
  /** nothing newer than the last row exists */
  readonly isNewest: boolean;
  readonly hasOlder: boolean;
  /** false after a page could not be had: it is not asked for again at each step */
  readonly mayLoad: boolean;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  /** the last row that is wholly in view */
  readonly onSeen: (lastIndex: number) => void;
}

export interface ListScroll {
  readonly list: RefObject<VirtualizerHandle | null>;
  /** rows were added at the start: the list keeps its place from the end */
  readonly isShifted: boolean;
  readonly isAtEnd: boolean;
  /** index of the first row in view, once the list has been scrolled */
  readonly topIndex: number;
  readonly isPlaced: boolean;
  readonly onScroll: () => void;
  readonly onScrollEnd: () => void;
  readonly onResize: () => void;
  readonly toEnd: () => void;
}

/** This near to the end counts as being there, px. */
const endSlackPx = 48;
/** Older and newer pages are asked for this far ahead, in screens. */
const aheadScreens = 2;
/** Where one looks for what was just written: what uploads stands below it. */
const mostUploading = 50;

/** Keeps what is read where it is, whatever is added above or below; follows the end while one is at the end. */
export function useListScroll(options: ListScrollOptions): ListScroll {
  const { scroller, rows, start, isNewest, hasOlder, mayLoad, loadOlder, loadNewer, onSeen } = options;
  const list = useRef<VirtualizerHandle>(null);
  const still = useStillRow(list, scroller);
  const placing = usePlacing({ list, scroller, start });
  const { isPlaced } = placing;
  const drawn = useRef<readonly Row[]>([]);
  const isFollowing = useRef(start.kind === 'end');
  const lastOffset = useRef(Infinity); // the first look says where one is
  const [isAtEnd, setIsAtEnd] = useState(start.kind === 'end');
  const [topIndex, setTopIndex] = useState(0);
  const isShifted = isPlaced && drawn.current !== rows && isStartChanged(drawn.current, rows);

  const look = useCallback((): void => {
    const [handle, element] = [list.current, scroller.current];
    if (handle === null || element === null || rows.length === 0) return;
    const { viewportSize, scrollSize } = handle;
    // The list's own offset lags behind: after older rows came it would ask for still older ones.
    const scrollOffset = element.scrollTop;
    const isEnd = scrollOffset + viewportSize >= scrollSize - endSlackPx;
    // What was just added is below what is shown for a moment: only who scrolls up leaves the end.
    const hasLeft = scrollOffset < lastOffset.current - 1;
    lastOffset.current = Math.min(scrollOffset, scrollSize - viewportSize);
    isFollowing.current = isNewest && (isEnd || (isFollowing.current && !hasLeft));
    setIsAtEnd(isFollowing.current);
    setTopIndex(handle.findItemIndex(scrollOffset));
    onSeen(isEnd ? rows.length - 1 : handle.findItemIndex(scrollOffset + viewportSize) - 1);
    if (!mayLoad) return;
    const aheadPx = viewportSize * aheadScreens;
    if (hasOlder && scrollOffset < aheadPx) loadOlder();
    if (!isNewest && scrollSize - scrollOffset - viewportSize < aheadPx) loadNewer();
  }, [scroller, rows, isNewest, hasOlder, mayLoad, loadOlder, loadNewer, onSeen]);

  const toEnd = useCallback((): void => {
    isFollowing.current = true;
    setIsAtEnd(true);
    placing.end();
    if (scroller.current !== null) scrollToEnd(scroller.current);
  }, [placing, scroller]);

  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = rows;
    if (rows.length === 0 || list.current === null) return;
    if (!isPlaced) {
      placing.place(rows);
      return;
    }
    if (isStartChanged(before, rows)) still.hold(rows);
    const isCut = rows.length < before.length;
    if (isCut) lastOffset.current = 0; // what moves by that is the list, not the reader
    const isLonger = rows.at(-1)?.key !== before.at(-1)?.key;
    // It may stand above what is still uploading.
    const written = rows.slice(-mostUploading).flatMap(messagesOf).filter(isJustWritten);
    const isWritten = written.some(({ id }) => !before.some((row) => holdsMessage(row, id)));
    if ((isFollowing.current && (isLonger || isCut)) || isWritten) toEnd();
  }, [rows, isPlaced, placing, still, toEnd]);

  // What is in view may be new, or newly read, without any scrolling.
  useEffect(() => {
    if (isPlaced) look();
  }, [isPlaced, look]);

  return {
    list,
    isShifted,
    isAtEnd,
    topIndex,
    isPlaced,
    onScroll: () => {
      still.follow(rows);
      if (!isPlaced) return;
      placing.follow();
      look();
    },
    onScrollEnd: still.release,
    onResize: () => {
      if (!placing.placeMeasured(rows)) {
        if (isFollowing.current) toEnd();
        else still.restore(rows);
      }
      // A view that grows, as when a phone's keyboard goes, scrolls by itself before its size is known.
      if (isPlaced) look();
    },
    toEnd,
  };
}

/** What one sends is seen, wherever one was. */
function isJustWritten({ state }: ShownMessage): boolean {
  return state === 'pending' || state === 'uploading';
}
