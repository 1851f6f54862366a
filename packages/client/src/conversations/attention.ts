import type { Clock } from '../ports/clock.ts';
import type { Cell } from './cell.ts';

/** Which conversations somebody looks at. Of the others only the newest items stay in memory. */
export interface Attention {
  /** Somebody looks, until the returned function is called. */
  watch(id: string): () => void;
  /** Something of it was asked for: it stays as it is for a while. */
  ask(id: string): void;
  /** Entries took their place: trims what nobody looks at. */
  arrived(cell: Cell): void;
  stop(): void;
}

export interface AttentionOptions {
  readonly clock: Clock;
  readonly find: (id: string) => Cell | undefined;
  /** newest items that stay of a conversation that nobody looks at */
  readonly keptItems: number;
}

/** From the last look until a conversation is trimmed: one may come back. */
const lingerMs = 30_000;

export function createAttention({ clock, find, keptItems }: AttentionOptions): Attention {
  const looks = new Map<string, { watchers: number; lastMs: number }>();
  /** Trimming at every arrival would copy the list each time. */
  const slack = Math.ceil(keptItems / 4);
  let cancel: (() => void) | undefined;
  let isOver = false;

  function look(id: string, watchers: number): void {
    const known = looks.get(id)?.watchers ?? 0;
    looks.set(id, { watchers: Math.max(0, known + watchers), lastMs: clock.monotonicMs() });
    schedule();
  }

  function schedule(): void {
    if (isOver || cancel !== undefined || ![...looks.values()].some(({ watchers }) => watchers === 0)) return;
    cancel = clock.after(lingerMs, () => {
      cancel = undefined;
      for (const [id, { watchers, lastMs }] of looks) {
        if (watchers > 0 || clock.monotonicMs() - lastMs < lingerMs) continue;
        looks.delete(id);
        find(id)?.showLatest();
        find(id)?.trim(keptItems);
      }
      schedule();
    });
  }

  return {
    watch(id) {
      look(id, 1);
      return () => look(id, -1);
    },
    ask: (id) => look(id, 0),
    arrived(cell) {
      const held = cell.state.getSnapshot().timeline?.items.length ?? 0;
      if (held > keptItems + slack && !looks.has(cell.id)) cell.trim(keptItems);
    },
    stop() {
      isOver = true;
      cancel?.();
    },
  };
}
