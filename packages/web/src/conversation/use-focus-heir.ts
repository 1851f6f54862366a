import { useLayoutEffect, useRef } from 'react';
import { isMessageRow, type MessageRow, type Row } from './rows/row.ts';

export interface FocusHeirOptions {
  readonly rows: readonly Row[];
  /** of the row that had the focus last, -1 when it is gone or none had it */
  readonly index: number;
  /** Makes a row the one that Tab comes to. */
  readonly choose: (key: string) => void;
  /** The focus itself, to where it was not lost from. */
  readonly focus: (key: string) => void;
}

/**
 * What had the focus may go away, such as a message that is deleted, or the button that cancelled its upload: then its
 * row has the focus, or the one that stands at its place now. Answers with what is to be told of each focus.
 */
export function useFocusHeir({ rows, index, choose, focus }: FocusHeirOptions) {
  const place = useRef(-1);
  const holder = useRef<Element>(undefined);
  useLayoutEffect(() => {
    const isGone = index < 0 && place.current >= 0;
    const heir = isGone ? heirAt(rows, place.current) : rows[index];
    place.current = heir === undefined ? -1 : rows.indexOf(heir);
    if (heir === undefined) return;
    if (isGone) choose(heir.key);
    const isLost = holder.current?.isConnected === false && document.activeElement === document.body;
    if (isLost) focus(heir.key);
  }, [rows, index, choose, focus]);
  return (element: Element): void => {
    holder.current = element;
  };
}

/** The message at a place, else the next, else the last before it. */
function heirAt(rows: readonly Row[], place: number): MessageRow | undefined {
  return rows.slice(place).find(isMessageRow) ?? rows.slice(0, place).findLast(isMessageRow);
}
