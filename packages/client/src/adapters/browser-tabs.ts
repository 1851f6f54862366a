import { singleTab, type Tabs, type TabWord } from '../ports/tabs.ts';

/** What a browser gives its tabs; handed in by tests. */
export interface TabTools {
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: Pick<
    BroadcastChannel,
    'postMessage' | 'addEventListener' | 'removeEventListener' | 'close'
  >;
}

/**
 * The tabs of one browser that share the storage called `name`, by Web Locks and a BroadcastChannel. Where a browser
 * lacks either, every tab leads: message ids still keep each message single.
 */
export function createBrowserTabs(name: string, tools = findTools(name)): Tabs {
  if (tools === undefined) return singleTab;
  const { locks, channel } = tools;
  let take = (): void => undefined;
  let isClosed = false;

  return {
    take: () => take(),
    lead(lead, follow) {
      let isOver = false;
      let isLeading = false;
      let letGo = new AbortController();

      function ask(isTaking: boolean): void {
        // One request at a time: the one that waits makes room for the one that takes.
        letGo.abort();
        const own = new AbortController();
        letGo = own;
        const hold = (): Promise<void> | undefined => {
          if (own.signal.aborted) return undefined;
          isLeading = true;
          lead();
          // The lock is held until this promise resolves.
          return new Promise((resolve) => {
            own.signal.addEventListener('abort', () => resolve());
          });
        };
        // A request that takes cannot be given up before: it is granted at once.
        const options = isTaking ? { steal: true } : { signal: own.signal };
        locks.request(name, options, hold).catch(() => {
          // Given up before it led, or taken by another tab.
          if (letGo !== own || isOver || !isLeading) return;
          isLeading = false;
          follow();
          ask(false);
        });
      }

      take = () => {
        if (!isOver && !isLeading) ask(true);
      };
      ask(false);
      return () => {
        isOver = true;
        letGo.abort();
        isClosed = true;
        channel.close();
      };
    },
    alone: async (work) => locks.request(`${name} alone`, {}, work),
    announce(word) {
      // What still runs when a client stops has nobody to tell.
      if (!isClosed) channel.postMessage(word);
    },
    onAnnounced(listener) {
      const hear = ({ data }: MessageEvent): void => {
        // Tabs of one origin: what they say, another one of us has posted.
        listener(data as TabWord);
      };
      channel.addEventListener('message', hear);
      return () => {
        channel.removeEventListener('message', hear);
      };
    },
  };
}

function findTools(name: string): TabTools | undefined {
  if (typeof navigator === 'undefined' || !('locks' in navigator) || typeof BroadcastChannel === 'undefined')
    return undefined;
  return { locks: navigator.locks, channel: new BroadcastChannel(name) };
}
