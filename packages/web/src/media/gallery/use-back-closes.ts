import { useEffect, useRef } from 'react';

const mark = { isGallery: true };

/** Whether the page is at the entry of its history that a gallery made. */
function isAtOwnEntry(): boolean {
  return (history.state as { readonly isGallery?: unknown } | null)?.isGallery === true;
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
    // A reload keeps the entry, and not the gallery.
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
