export interface TabLead {
  /** Whether this tab speaks for all tabs of this browser: the one that was used last. */
  isLeading(): boolean;
  /** This tab is used now. */
  take(): void;
  stop(): void;
}

/** Where a browser has no locks (without TLS, say), every tab speaks. */
const alone: TabLead = { isLeading: () => true, take: () => undefined, stop: () => undefined };

/** Agrees with the other tabs by the Web Lock `name`; it falls to another one when a tab is closed or crashes. */
export function createTabLead(name: string, locks: LockManager | undefined): TabLead {
  if (locks === undefined) return alone;
  const over = new AbortController();
  const untilOver = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  let state: 'queued' | 'taking' | 'leading' | 'over' = 'queued';
  let queued = new AbortController();

  function ask(options: LockOptions): void {
    locks
      ?.request(name, options, () => {
        if (state !== 'over') state = 'leading';
        return untilOver;
      })
      .catch(() => {
        // Given up for another request of this tab, or for good.
        if (options.signal?.aborted === true || state === 'over') return;
        // Refused, as browsers do that keep nothing for a page: asked again it would be refused again.
        if (state === 'queued') state = 'leading';
        else queue(); // another tab has taken it
      });
  }

  function queue(): void {
    state = 'queued';
    queued = new AbortController();
    ask({ signal: queued.signal });
  }

  queue();
  return {
    isLeading: () => state === 'leading',
    take() {
      if (state !== 'queued') return;
      state = 'taking';
      queued.abort();
      ask({ steal: true });
    },
    stop() {
      state = 'over';
      queued.abort();
      over.abort();
    },
  };
}
