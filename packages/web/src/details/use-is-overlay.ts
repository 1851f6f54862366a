import { useSyncExternalStore } from 'react';

// The same width as in details.css.
const narrow = (): MediaQueryList => matchMedia('(max-width: 64em)');

function subscribe(listener: () => void): () => void {
  const query = narrow();
  query.addEventListener('change', listener);
  return () => {
    query.removeEventListener('change', listener);
  };
}

/** Whether the window has no room for a third column: the details lie over the conversation. */
export function useIsOverlay(): boolean {
  return useSyncExternalStore(subscribe, () => narrow().matches);
}
