import type { Typing } from '../live/typing.ts';
import { derive, type Observable } from '../observable.ts';
import type { OutboxItem } from '../outbox/outbox-item.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TimelineItem } from '../timeline/timeline.ts';
import type { Conversation, Message } from '../wire.ts';
import type { Cell, CellState, Positions } from './cell.ts';

/** A conversation as it is shown. */
export interface ConversationView {
  /** undefined until the server, or the storage, has said what this is */
  readonly summary: Conversation | undefined;
  /** the stretch in view, ascending by seq, each message once */
  readonly items: readonly TimelineItem[];
  /** others' messages that the server has not numbered yet; after all items */
  readonly provisional: readonly Message[];
  /** one's own that are numbered already, while something before them is being fetched; after all items */
  readonly settling: readonly Message[];
  /** one's own unresolved messages, in the order of writing; the last of all */
  readonly outbox: readonly OutboxItem[];
  readonly hasOlder: boolean;
  /** the stretch in view ends before the newest: it was reached by `showAround` */
  readonly hasNewer: boolean;
  readonly isLoading: boolean;
  readonly positions: ReadonlyMap<string, Positions>;
  /** user ids, in the order they began */
  readonly typing: readonly string[];
}

export interface ViewOptions {
  readonly id: string;
  /** the cell of this id; another one after leaving and coming back */
  readonly cell: () => Cell;
  /** changes when that may have happened */
  readonly cells: Observable<unknown>;
  readonly userId: () => string;
  readonly outbox: Outbox;
  readonly typing: Typing;
}

const nobody: readonly string[] = [];

/** The one value from which a conversation is drawn. */
export function createConversationView(
  options: ViewOptions,
  loading: Observable<boolean>,
): Observable<ConversationView> {
  const { id, outbox, typing, userId } = options;
  const own = keepSame(derive([outbox.items], (items) => items.filter((item) => item.conversation === id)));
  const typists = keepSame(
    derive([typing.state], (all) => (all.get(id) ?? nobody).filter((user) => user !== userId())),
  );
  const live = derive([typists, loading], (names, isLoading) => ({ typing: names, isLoading }));
  return derive([followCell(options), own, live], (state, unresolved, { typing: names, isLoading }) => {
    const { summary, timeline, detached, positions } = state;
    const shown = detached ?? timeline;
    const settling = settlingOf(state, userId());
    const items = shown?.items ?? [];
    const placed = new Set(settling.map((message) => message.id));
    if (unresolved.length > 0)
      for (const item of items) if (item.kind === 'message') placed.add(item.message.id);
    return {
      summary,
      items,
      provisional: (timeline?.provisional ?? []).filter(({ from }) => from !== userId()),
      settling,
      // One message is never shown twice: its place in the log wins over the copy that waits. SEQ2
      outbox: unresolved.filter((item) => !placed.has(item.id)),
      hasOlder: shown === undefined ? (summary?.last_seq ?? 0) > 0 : shown.from > 1,
      hasNewer: detached !== undefined,
      isLoading,
      positions,
      typing: names,
    };
  });
}

function settlingOf({ timeline, early }: CellState, userId: string): readonly Message[] {
  return (timeline?.ahead ?? early).flatMap((entry) =>
    entry.kind === 'message' && entry.message?.from === userId ? [entry.message] : [],
  );
}

/** The same list while its members are the same, so that what others write does not wake this conversation. */
function keepSame<Value>(source: Observable<readonly Value[]>): Observable<readonly Value[]> {
  let last: readonly Value[] = [];
  return {
    subscribe: source.subscribe,
    getSnapshot() {
      const next = source.getSnapshot();
      const isSame = next.length === last.length && next.every((value, index) => value === last[index]);
      if (!isSame) last = next;
      return last;
    },
  };
}

function followCell({ cell, cells }: ViewOptions): Observable<CellState> {
  return {
    getSnapshot: () => cell().state.getSnapshot(),
    subscribe(listener) {
      let watched = cell();
      let end = watched.state.subscribe(listener);
      const endList = cells.subscribe(() => {
        if (cell() === watched) return;
        end();
        watched = cell();
        end = watched.state.subscribe(listener);
        listener();
      });
      return () => {
        end();
        endList();
      };
    },
  };
}
