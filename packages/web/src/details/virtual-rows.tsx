import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { Virtualizer } from 'virtua';

export interface VirtualRowsProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** what scrolls; the rows may begin below its top */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly children: (item: Item) => ReactElement;
}

/** Below this many all rows are there: the browser's own search finds them. */
const fewRows = 100;

/** Rows of a list, of a long one only those near what is in view. */
export function VirtualRows<Item>({ items, keyOf, scroller, children }: VirtualRowsProps<Item>) {
  const box = useRef<HTMLDivElement>(null);
  const [startPx, setStartPx] = useState(0);
  // What stands above changes its height: a description, a row more.
  useLayoutEffect(() => {
    setStartPx(box.current?.offsetTop ?? 0);
  }, [items]);
  if (items.length === 0) return null;
  if (items.length <= fewRows)
    return (
      <ul>
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
    );
  return (
    <div ref={box}>
      <Virtualizer as="ul" item="li" scrollRef={scroller} startMargin={startPx}>
        {items.map((item) => (
          <div key={keyOf(item)}>{children(item)}</div>
        ))}
      </Virtualizer>
    </div>
  );
}
