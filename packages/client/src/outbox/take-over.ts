import type { Connection } from '../connection.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbox } from './outbox.ts';

export interface TakeOverOptions {
  readonly outbox: Pick<Outbox, 'items' | 'isLeading'>;
  readonly connection: Pick<Connection, 'state'>;
  readonly clock: Clock;
  /** Takes the lead from the tab that has it. */
  readonly take: () => void;
}

/** A tab that works sends a message, or learns why not, well within this. */
const patienceMs = 10_000;
/** A server that takes nothing for a while is no reason to hand the lead around. */
const betweenMs = 60_000;

/**
 * The leading tab may be frozen, or sit behind a dead socket, while it holds the lead. A tab that is online itself and
 * still sees a message wait takes over. Should both send, message ids keep each message single. RCV1
 */
export function createTakeOver(options: TakeOverOptions): { stop(): void } {
  const { outbox, connection, clock, take } = options;
  let cancel: (() => void) | undefined;
  let earliestMs = 0;

  function findWaiting(): string | undefined {
    if (outbox.isLeading() || connection.state.getSnapshot().status !== 'online') return undefined;
    return outbox.items.getSnapshot().find(({ status }) => status === 'pending')?.id;
  }

  function look(): void {
    const id = findWaiting();
    if (id === undefined || cancel !== undefined) return;
    const delayMs = Math.max(patienceMs, earliestMs - clock.monotonicMs());
    cancel = clock.after(delayMs, () => {
      cancel = undefined;
      if (findWaiting() === id) {
        earliestMs = clock.monotonicMs() + betweenMs;
        take();
      }
      look();
    });
  }

  const ends = [outbox.items.subscribe(look), connection.state.subscribe(look)];
  return {
    stop() {
      for (const end of ends) end();
      cancel?.();
    },
  };
}
