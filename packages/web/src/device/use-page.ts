import { useSyncExternalStore } from 'react';

/** Whether the page is looked at: its tab in front and the window with the keyboard. */
export function useIsPageActive(): boolean {
  return useSyncExternalStore(subscribeActive, isPageActive);
}

/** Whether the window is as narrow as a phone: one screen at a time. The same width as in the style sheets. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribeNarrow, () => narrow().matches);
}

/** Whether the main pointer is a finger. */
export function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

export function isPageActive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

export function subscribeActive(listener: () => void): () => void {
  const stop = new AbortController();
  document.addEventListener('visibilitychange', listener, stop);
  addEventListener('focus', listener, stop);
  addEventListener('blur', listener, stop);
  return () => {
    stop.abort();
  };
}

const narrow = (): MediaQueryList => matchMedia('(max-width: 45em)');

function subscribeNarrow(listener: () => void): () => void {
  const query = narrow();
  query.addEventListener('change', listener);
  return () => {
    query.removeEventListener('change', listener);
  };
}
