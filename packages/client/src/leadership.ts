import type { Keeper } from './catch-up/keeper.ts';
import type { Connection } from './connection.ts';
import type { Cells } from './conversations/cells.ts';
import type { Outbox } from './outbox/outbox.ts';
import { createTakeOver } from './outbox/take-over.ts';
import type { Clock } from './ports/clock.ts';
import type { Tabs } from './ports/tabs.ts';

export interface LeadershipOptions {
  readonly tabs: Tabs;
  readonly keeper: Keeper;
  readonly cells: Cells;
  readonly outbox: Outbox;
  readonly fileDrafts: { readonly load: () => Promise<void> };
  readonly connection: Pick<Connection, 'state'>;
  readonly clock: Clock;
  /** Somebody signed in, or out, in another tab. */
  readonly onSession: (word: 'signed-in' | 'signed-out') => void;
}

/** Takes part in choosing the one tab that sends and writes copies. The returned function leaves. RCV1 */
export function joinTabs(options: LeadershipOptions): () => void {
  const { tabs, keeper, cells, outbox, fileDrafts, connection, clock, onSession } = options;
  let isLeading = false;
  const endAnnounced = tabs.onAnnounced((word) => {
    if (word === 'outbox') {
      void outbox.reload();
      void fileDrafts.load();
    } else if (word === 'cleared') keeper.renew(cells.all());
    else onSession(word);
  });
  const giveUp = tabs.lead(
    () => {
      isLeading = true;
      keeper.lead(cells.all());
      // Another tab may have written last.
      void outbox.reload().then(() => {
        if (isLeading) outbox.lead();
      });
    },
    () => {
      isLeading = false;
      keeper.follow();
      outbox.follow();
    },
  );
  const endState = connection.state.subscribe(() => {
    const { status } = connection.state.getSnapshot();
    if (status === 'signed-out') keeper.pause();
    if (status === 'online') keeper.resume();
  });
  const takeOver = createTakeOver({ outbox, connection, clock, take: tabs.take });
  return () => {
    takeOver.stop();
    giveUp();
    endAnnounced();
    endState();
  };
}
