import { useEffect, useRef } from 'react';

const mark = { isOverlay: true };

/**
 * Whether the page is at the entry of its history that something open over it made. Whoever goes on from there to
 * another address takes its place: nothing is open on the way back.
 */
export function isAtOwnEntry(): boolean {
  return (history.state as { readonly isOverlay?: unknown } | null)?.isOverlay === true;
}

/**
 * As long as it is drawn, what is open has an entry in the history of the page, under the same address: Back closes it
 * and leaves the conversation alone. Closed in another way, it takes its entry with it.
 */
export function useBackCloses(onClose: () => void): void {
  const latest = useRef(onClose);
  latest.current = onClose;
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    // A reload keeps the entry, and not what was open.
    if (!isAtOwnEntry()) history.pushState(mark, '');
    const stop = new AbortController();
    addEventListener(
      'popstate',
      () => {
        if (!isAtOwnEntry()) latest.current();
      },
      { signal: stop.signal },
    );
    return () => {
      stop.abort();
      isOpen.current = false;
      // React may end an effect only to begin it again. Where something else was opened meanwhile, its entry stays.
      queueMicrotask(() => {
        if (!isOpen.current && isAtOwnEntry()) history.back();
      });
    };
  }, []);
}
