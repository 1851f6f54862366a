import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useApp } from '../app/app-context.tsx';
import { isStartChanged } from './rows/build-rows.ts';
import { holdsMessage, messagesOf, type Row } from './rows/row.ts';
import type { ShownMessage } from './rows/shown-message.ts';
import { useStillRow } from './use-still-row.ts';

/** Where a stretch of messages is shown first. */
export type Start =
  { readonly kind: 'end' } | { readonly kind: 'unread' } | { readonly kind: 'message'; readonly id: string };

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
  const { clock } = useApp();
  const list = useRef<VirtualizerHandle>(null);
  const still = useStillRow(list, scroller);
  const drawn = useRef<readonly Row[]>([]);
  const isFollowing = useRef(start.kind === 'end');
  const lastOffset = useRef(Infinity); // the first look says where one is
  const [isAtEnd, setIsAtEnd] = useState(start.kind === 'end');
  const [topIndex, setTopIndex] = useState(0);
  const [isPlaced, setIsPlaced] = useState(false);
  const isShifted = isPlaced && drawn.current !== rows && isStartChanged(drawn.current, rows);

  const look = useCallback((): void => {
    const handle = list.current;
    if (handle === null || rows.length === 0) return;
    const { scrollOffset, viewportSize, scrollSize } = handle;
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
  }, [rows, isNewest, hasOlder, mayLoad, loadOlder, loadNewer, onSeen]);

  const toEnd = useCallback((): void => {
    isFollowing.current = true;
    setIsAtEnd(true);
    list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [rows.length]);

  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = rows;
    if (rows.length === 0 || list.current === null) return undefined;
    if (!isPlaced) {
      place(list.current, rows, start);
      // Drawn where it belongs before anybody sees it: two frames, by which the rows in view have been measured.
      return clock.after(34, () => {
        setIsPlaced(true);
      });
    }
    if (isStartChanged(before, rows)) still.hold(rows);
    const isCut = rows.length < before.length;
    if (isCut) lastOffset.current = 0; // what moves by that is the list, not the reader
    const isLonger = rows.at(-1)?.key !== before.at(-1)?.key;
    // It may stand above what is still uploading.
    const written = rows.slice(-mostUploading).flatMap(messagesOf).filter(isJustWritten);
    const isWritten = written.some(({ id }) => !before.some((row) => holdsMessage(row, id)));
    if ((isFollowing.current && (isLonger || isCut)) || isWritten) toEnd();
    return undefined;
  }, [clock, rows, start, isPlaced, still, toEnd]);

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
      if (isPlaced) look();
    },
    onScrollEnd: still.release,
    onResize: () => {
      if (isFollowing.current || (!isPlaced && start.kind === 'end')) toEnd();
      else if (isPlaced) {
        still.restore(rows);
        // A view that grows, as when a phone's keyboard goes, scrolls by itself before its size is known.
        look();
      }
    },
    toEnd,
  };
}

/** What one sends is seen, wherever one was. */
function isJustWritten({ state }: ShownMessage): boolean {
  return state === 'pending' || state === 'uploading';
}

function place(handle: VirtualizerHandle, rows: readonly Row[], start: Start): void {
  const wanted =
    start.kind === 'message'
      ? rows.findIndex((row) => holdsMessage(row, start.id))
      : start.kind === 'unread'
        ? rows.findIndex(({ kind }) => kind === 'unread')
        : -1;
  if (wanted < 0) handle.scrollToIndex(rows.length - 1, { align: 'end' });
  else if (start.kind === 'message') handle.scrollToIndex(wanted, { align: 'center' });
  else handle.scrollToIndex(wanted, { align: 'start', offset: -72 });
}
