import { createStore, type Observable } from '@parley/client';

export interface Notice {
  readonly sentence: string;
  readonly action?: NoticeAction;
}
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** Short messages at the edge of the screen. */
export interface Notices {
  /** said, and not yet taken by whoever shows them */
  readonly waiting: Observable<readonly Notice[]>;
  take(): readonly Notice[];
  /** Says a sentence for some seconds; `action` offers a way out. */
  say(sentence: string, action?: NoticeAction): void;
}

export function createNotices(): Notices {
  const waiting = createStore<readonly Notice[]>([]);
  return {
    waiting,
    take() {
      const taken = waiting.getSnapshot();
      // Nobody is told of nothing: whoever shows them takes at every change.
      if (taken.length > 0) waiting.set([]);
      return taken;
    },
    say(sentence, action) {
      const notice = action === undefined ? { sentence } : { sentence, action };
      waiting.set([...waiting.getSnapshot(), notice]);
    },
  };
}
