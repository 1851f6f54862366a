import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useConversation } from './conversation-context.tsx';
import { findRow } from './rows/find-row.ts';
import { isMessageRow, type MessageRow, type Row } from './rows/row.ts';
import { useFocusHeir } from './use-focus-heir.ts';
import type { ListScroll } from './use-list-scroll.ts';
import type { Start } from './use-placing.ts';

export interface RowFocus {
  /** key of the row that Tab comes to: the one last focused, else the newest */
  readonly tabStop: string | undefined;
  /** key of the row that one has gone into */
  readonly entered: string | undefined;
  /** rows that stay drawn, so that focus is never lost */
  readonly keptIndexes: readonly number[];
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
}

/** One tab stop for the list, arrows inside, Enter into a message, Esc out of it. */
export function useRowFocus(
  rows: readonly Row[],
  { list, isPlaced }: Pick<ListScroll, 'list' | 'isPlaced'>,
  { scroller, start }: { readonly scroller: RefObject<HTMLElement | null>; readonly start: Start },
): RowFocus {
  const { openMenu, react } = useConversation();
  const [focused, setFocused] = useState<string>();
  const [entered, setEntered] = useState<string>();
  const index = useMemo(
    () => (focused === undefined ? -1 : rows.findIndex(({ key }) => key === focused)),
    [rows, focused],
  );
  const newest = useMemo(() => rows.findLast((row) => row.kind === 'message')?.key, [rows]);
  const tabStop = index < 0 ? newest : focused;
  const keptIndexes = useMemo(() => (index < 0 ? [] : [index]), [index]);

  const focusRow = useCallback(
    (at: number): void => {
      const row = rows[at];
      if (row?.kind !== 'message') return;
      setFocused(row.key);
      list.current?.scrollToIndex(at, { align: 'nearest' });
      // Drawn in this turn at the latest: it is kept mounted from now on.
      requestAnimationFrame(() => findRow(row.key, scroller.current)?.focus({ preventScroll: true }));
    },
    [rows, list, scroller],
  );

  // Whoever came by a press of the keyboard goes on from the message that was jumped to.
  const target = isPlaced && start.kind === 'message' ? start.id : undefined;
  useEffect(() => {
    if (target !== undefined && document.activeElement === document.body)
      findRow(target, scroller.current)?.focus({ preventScroll: true });
  }, [target, scroller]);

  const focusDrawn = useCallback(
    (key: string) => findRow(key, scroller.current)?.focus({ preventScroll: true }),
    [scroller],
  );
  const noteHolder = useFocusHeir({ rows, index, choose: setFocused, focus: focusDrawn });

  function step(by: 1 | -1): void {
    const from = index < 0 ? rows.length : index;
    for (let at = from + by; at >= 0 && at < rows.length; at += by)
      if (rows[at]?.kind === 'message') {
        focusRow(at);
        return;
      }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[index];
    if (row?.kind !== 'message' || !(event.target instanceof HTMLElement)) return;
    const isOnRow = event.target.dataset['message'] === row.key;
    if (!isOnRow && event.key !== 'Escape') return;
    if (runKey(event.key, row, event.target)) event.preventDefault();
  }

  function runKey(key: string, row: MessageRow, target: HTMLElement): boolean {
    switch (key) {
      case 'ArrowUp':
      case 'ArrowDown':
        step(key === 'ArrowUp' ? -1 : 1);
        return true;
      case 'Home':
      case 'End':
        focusRow(key === 'Home' ? rows.findIndex(isMessageRow) : rows.findLastIndex(isMessageRow));
        return true;
      case 'Enter':
        setEntered(row.key);
        requestAnimationFrame(() => target.querySelector<HTMLElement>('a, button:enabled, pre')?.focus());
        return true;
      case 'ContextMenu':
        openMenu(row.message, target);
        return true;
      case '+':
        if (row.message.state !== 'sent' || row.message.isDeleted) return false;
        react(row.message, target);
        return true;
      case 'Escape':
        if (entered === undefined) return false;
        setEntered(undefined);
        findRow(row.key, scroller.current)?.focus();
        return true;
      default:
        return false;
    }
  }

  function onFocus(event: FocusEvent): void {
    const key =
      event.target instanceof HTMLElement
        ? event.target.closest<HTMLElement>('[data-message]')?.dataset['message']
        : undefined;
    if (key === undefined) return;
    noteHolder(event.target);
    setFocused(key);
    if (key !== entered) setEntered(undefined);
  }

  return { tabStop, entered, keptIndexes, onKeyDown, onFocus };
}
