import { useEffect, useRef } from 'react';
import { isApple } from '../device/is-apple.ts';

/** The keys that open the switcher, as shown and for `aria-keyshortcuts`. */
export const switcherKeys = isApple
  ? { shown: '⌘K', aria: 'Meta+K' }
  : { shown: 'Ctrl K', aria: 'Control+K' };

/** Ctrl-K, or Cmd-K where that is the custom, from anywhere, also while typing. */
export function useSwitcherKey(onPress: () => void): void {
  const latest = useRef(onPress);
  latest.current = onPress;
  useEffect(() => {
    const stop = new AbortController();
    const listen = (event: KeyboardEvent): void => {
      // Control-K deletes to the end of the line on a Mac.
      const isPressed = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!isPressed || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', listen, { signal: stop.signal, capture: true });
    return () => stop.abort();
  }, []);
}
