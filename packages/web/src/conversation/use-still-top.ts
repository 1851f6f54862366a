import { useEffect, type RefObject } from 'react';

/**
 * What is read stays where it is on the screen when the upper edge of the list moves, as it does for a line about the
 * connection.
 */
export function useStillTop(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const topOf = (): number => element.getBoundingClientRect().top;
    let topPx = topOf();
    let scrolledPx = element.scrollTop;
    const stop = new AbortController();
    const noteScroll = (): void => {
      // Once the edge has moved it is the browser that scrolled: back, where a list at its end has grown.
      if (topOf() === topPx) scrolledPx = element.scrollTop;
    };
    element.addEventListener('scroll', noteScroll, { passive: true, signal: stop.signal });
    // Called after the layout and before it is painted: nothing is seen to move.
    const observer = new ResizeObserver(() => {
      const top = topOf();
      if (top !== topPx) element.scrollTop = scrolledPx + top - topPx;
      topPx = top;
    });
    observer.observe(element);
    return () => {
      stop.abort();
      observer.disconnect();
    };
  }, [scroller]);
}
