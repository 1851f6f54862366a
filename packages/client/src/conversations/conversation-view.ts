import type { Typing } from '../live/typing.ts';
import { derive, type Observable } from '../observable.ts';
import type { OutboxItem } from '../outbox/outbox-item.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TimelineItem } from '../timeline/timeline.ts';
import type { Conversation, Message, Refusal } from '../wire.ts';
import type { Cell, CellState, Positions } from './cell.ts';
import { createWithWishes, type Wishes } from './own-reactions.ts';

/** A conversation as it is shown. */
export interface ConversationView {
  /** undefined until the server, or the storage, has said what this is */
  readonly summary: Conversation | undefined;
  /** the stretch in view, ascending by seq, each message once */
  readonly items: readonly TimelineItem[];
  /** messages that the server holds and has not numbered yet, one's own only from other devices; after all items */
  readonly provisional: readonly Message[];
  /** one's own that are numbered already, while something before them is being fetched; after all items */
  readonly settling: readonly Message[];
  /** one's own unresolved messages, in the order of writing; the last of all */
  readonly outbox: readonly OutboxItem[];
  readonly hasOlder: boolean;
  /** the stretch in view ends before the newest: it was reached by `showAround` */
  readonly hasNewer: boolean;
  readonly isLoading: boolean;
  /** why the last `open`, `loadOlder` or `loadNewer` failed; undefined again as soon as the next one begins */
  readonly loadError: Refusal | undefined;
  readonly positions: ReadonlyMap<string, Positions>;
  /** user ids, in the order they began */
  readonly typing: readonly string[];
}

export type Loading = Pick<ConversationView, 'isLoading' | 'loadError'>;

export interface ViewOptions {
  readonly id: string;
  /** the cell of this id; another one after leaving and coming back */
  readonly cell: () => Cell;
  /** changes when that may have happened */
  readonly cells: Observable<unknown>;
  /** somebody looks, until the returned function is called */
  readonly watch: () => () => void;
  readonly userId: () => string;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly wishes: Observable<Wishes>;
}

const nobody: readonly string[] = [];
const noItems: readonly TimelineItem[] = [];
const noMessages: readonly Message[] = [];

/** The one value from which a conversation is drawn. */
export function createConversationView(
  options: ViewOptions,
  loading: Observable<Loading>,
): Observable<ConversationView> {
  const { id, outbox, typing, userId } = options;
  const own = keepSame(derive([outbox.items], (items) => items.filter((item) => item.conversation === id)));
  const typists = keepSame(
    derive([typing.state], (all) => (all.get(id) ?? nobody).filter((user) => user !== userId())),
  );
  const unplaced = createUnplaced();
  const withWishes = createWithWishes(userId);
  const live = derive([typists, loading, options.wishes], (names, load, wishes) => ({
    ...load,
    typing: names,
    wishes,
  }));
  return derive([followCell(options), own, live], (state, unresolved, { typing: names, wishes, ...load }) => {
    const { summary, timeline, detached, positions } = state;
    const shown = detached ?? timeline;
    const settling = orNone(settlingOf(state, userId()));
    const items = withWishes(shown?.items ?? noItems, wishes);
    const waiting = unplaced(items, unresolved);
    const written = new Set([...unresolved, ...settling].map((own) => own.id));
    return {
      summary,
      items,
      provisional: orNone(
        (timeline?.provisional ?? noMessages).filter((message) => !written.has(message.id)),
      ),
      settling,
      // One message is never shown twice: its place in the log wins over the copy that waits. SEQ2
      outbox:
        settling.length === 0
          ? waiting
          : waiting.filter((item) => settling.every(({ id: settled }) => settled !== item.id)),
      hasOlder: shown === undefined ? (summary?.last_seq ?? 0) > 0 : shown.from > 1,
      hasNewer: detached !== undefined,
      ...load,
      positions,
      typing: names,
    };
  });
}

/** What this device holds of the newest stretch, for one who does not look at it: what was kept is read. */
export function createNewest(
  options: Pick<ViewOptions, 'cell' | 'cells'>,
): Observable<readonly TimelineItem[]> {
  const watch = (): (() => void) => {
    void options.cell().load();
    return () => undefined;
  };
  return derive([followCell({ ...options, watch })], ({ timeline }) => timeline?.items ?? noItems);
}

/** Those of the outbox that are not among the items; worked out again only when either has changed. */
function createUnplaced() {
  let last: readonly [readonly TimelineItem[], readonly OutboxItem[], readonly OutboxItem[]] | undefined;
  return (items: readonly TimelineItem[], outbox: readonly OutboxItem[]): readonly OutboxItem[] => {
    if (outbox.length === 0) return outbox;
    if (last?.[0] === items && last[1] === outbox) return last[2];
    const missing = new Set(outbox.map(({ id }) => id));
    for (const item of items) if (item.kind === 'message') missing.delete(item.message.id);
    last = [items, outbox, outbox.filter(({ id }) => missing.has(id))];
    return last[2];
  };
}

/** Nothing is the same nothing each time, so that whoever compares sees no change. */
function orNone(messages: readonly Message[]): readonly Message[] {
  return messages.length === 0 ? noMessages : messages;
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

function followCell({
  cell,
  cells,
  watch,
}: Pick<ViewOptions, 'cell' | 'cells' | 'watch'>): Observable<CellState> {
  return {
    getSnapshot: () => cell().state.getSnapshot(),
    subscribe(listener) {
      const endWatch = watch();
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
        endWatch();
      };
    },
  };
}
