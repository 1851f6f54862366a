import type { Tabs, TabWord } from '../ports/tabs.ts';

interface Contender {
  readonly lead: () => void;
  readonly follow: () => void;
}

export interface FakeTab extends Tabs {
  /** It is gone without a word, and its lock with it. */
  close(): void;
}

/** Tabs of one browser: a lock that one holds and another may take, and word that reaches the others. */
export function createFakeBrowser(): { tab(): FakeTab } {
  /** the first one leads */
  const queue: Contender[] = [];
  let busy: Promise<unknown> = Promise.resolve();
  const listeners = new Map<object, (word: TabWord) => void>();

  function createTab(): FakeTab {
    const own = {};
    let self: Contender | undefined;
    let giveUp = (): void => undefined;
    return {
      close() {
        listeners.delete(own);
        giveUp();
      },
      lead(lead, follow) {
        const contender = { lead, follow };
        self = contender;
        queue.push(contender);
        if (queue.length === 1) lead();
        giveUp = () => {
          const place = queue.indexOf(contender);
          if (place !== -1) queue.splice(place, 1);
          if (place === 0) queue[0]?.lead();
        };
        return giveUp;
      },
      take() {
        const [leader] = queue;
        if (self === undefined || leader === undefined || leader === self) return;
        queue.splice(queue.indexOf(self), 1);
        queue.splice(0, 1, self, leader);
        leader.follow();
        self.lead();
      },
      alone(work) {
        const done = busy.then(work);
        busy = done.catch(() => undefined);
        return done;
      },
      announce(word) {
        for (const [tab, listener] of listeners) if (tab !== own) listener(word);
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
