import { useEffect, type RefObject } from 'react';

/**
 * What is read stays where it is on the screen when the upper edge of the list moves, as it does for a line about the
 * connection.
 */
export function useStillTop(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let topPx = element.getBoundingClientRect().top;
    let scrolledPx = element.scrollTop;
    const stop = new AbortController();
    const noteScroll = (): void => {
      scrolledPx = element.scrollTop;
    };
    element.addEventListener('scroll', noteScroll, { passive: true, signal: stop.signal });
    // Called after the layout and before it is painted: nothing is seen to move.
    const observer = new ResizeObserver(() => {
      const { top } = element.getBoundingClientRect();
      // From where it was, as a list that grew at its end has been scrolled back by the browser already.
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
