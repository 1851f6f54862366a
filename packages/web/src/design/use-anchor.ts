import { useMemo } from 'react';

/** Where something stands: at an element, or at a point of the screen. */
export type Anchor = Element | { readonly x: number; readonly y: number };

/** The anchor as the library takes it. */
export function useAnchor(anchor: Anchor): Element | { getBoundingClientRect: () => DOMRect } {
  return useMemo(
    () =>
      anchor instanceof Element
        ? anchor
        : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) },
    [anchor],
  );
}
