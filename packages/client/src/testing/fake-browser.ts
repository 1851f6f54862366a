import type { Tabs } from '../ports/tabs.ts';

interface Contender {
  readonly lead: () => void;
  readonly follow: () => void;
}

/** Tabs of one browser: a lock that one holds and another may take, and word that reaches the others. */
export function createFakeBrowser(): { tab(): Tabs } {
  /** the first one leads */
  const queue: Contender[] = [];
  const listeners = new Map<object, () => void>();

  function createTab(): Tabs {
    const own = {};
    let self: Contender | undefined;
    return {
      lead(lead, follow) {
        const contender = { lead, follow };
        self = contender;
        queue.push(contender);
        if (queue.length === 1) lead();
        return () => {
          const wasFirst = queue[0] === contender;
          queue.splice(queue.indexOf(contender), 1);
          if (wasFirst) queue[0]?.lead();
        };
      },
      take() {
        const [leader] = queue;
        if (self === undefined || leader === undefined || leader === self) return;
        queue.splice(queue.indexOf(self), 1);
        queue.splice(0, 1, self, leader);
        leader.follow();
        self.lead();
      },
      announce() {
        for (const [tab, listener] of listeners) if (tab !== own) listener();
      },
      onAnnounced(listener) {
        listeners.set(own, listener);
        return () => {
          listeners.delete(own);
        };
      },
    };
  }

  return { tab: createTab };
}
