import { singleTab, type Tabs } from '../ports/tabs.ts';

/**
 * The tabs of one browser that share the storage called `name`, by Web Locks and a BroadcastChannel. Where a browser
 * lacks either, every tab leads: message ids still keep each message single.
 */
export function createBrowserTabs(name: string): Tabs {
  if (typeof navigator === 'undefined' || !('locks' in navigator) || typeof BroadcastChannel === 'undefined')
    return singleTab;
  const channel = new BroadcastChannel(name);

  return {
    lead(lead) {
      const stop = new AbortController();
      navigator.locks
        .request(name, { signal: stop.signal }, () => {
          lead();
          // The lock is held until this promise resolves.
          return new Promise<void>((resolve) => {
            stop.signal.addEventListener('abort', () => resolve());
          });
        })
        .catch(() => undefined); // given up before it led
      return () => {
        stop.abort();
        channel.close();
      };
    },
    announce: () => channel.postMessage('outbox'),
    onAnnounced(listener) {
      channel.addEventListener('message', listener);
      return () => {
        channel.removeEventListener('message', listener);
      };
    },
  };
}
