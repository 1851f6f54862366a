import type { Tabs } from '../ports/tabs.ts';

/** Tabs of one browser: a lock that one holds, and word that reaches the others. */
export function createFakeBrowser(): { tab(): Tabs } {
  const waiting: (() => void)[] = [];
  const listeners = new Map<object, () => void>();
  return {
    tab() {
      const own = {};
      return {
        lead(lead) {
          waiting.push(lead);
          if (waiting.length === 1) lead();
          return () => {
            const wasFirst = waiting[0] === lead;
            waiting.splice(waiting.indexOf(lead), 1);
            if (wasFirst) waiting[0]?.();
          };
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
    },
  };
}
