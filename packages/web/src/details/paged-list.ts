import { createStore, type Observable, type Refusal, type Result } from '@parley/client';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** null: this was the last page */
  readonly next: string | null;
}

export interface PagedState<Item> {
  /** undefined until the first page has come */
  readonly items: readonly Item[] | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** why the last try failed; what was loaded before stays */
  readonly error: Refusal | undefined;
}

export interface PagedList<Item> {
  readonly state: Observable<PagedState<Item>>;
  /** Fetches again as much as was shown, and replaces it in one step. */
  reload(): Promise<void>;
  /** The next page; nothing while something is being fetched, or at the end. */
  loadMore(): Promise<void>;
}

/** Pages by cursor. Of answers that overtake each other, the one asked for last counts. */
export function createPagedList<Item>(
  fetchPage: (cursor: string | undefined) => Promise<Result<Page<Item>>>,
): PagedList<Item> {
  const state = createStore<PagedState<Item>>({
    items: undefined,
    hasMore: false,
    isLoading: true,
    error: undefined,
  });
  let cursor: string | undefined;
  let asked = 0;

  async function load(start: readonly Item[], from: string | undefined, wanted: number): Promise<void> {
    asked += 1;
    const ticket = asked;
    state.set({ ...state.getSnapshot(), isLoading: true });
    let items = start;
    let next: string | null | undefined = from;
    do {
      const page = await fetchPage(next);
      if (ticket !== asked) return;
      if (!page.ok) {
        state.set({ ...state.getSnapshot(), isLoading: false, error: page.error });
        return;
      }
      items = [...items, ...page.value.items];
      next = page.value.next;
    } while (next !== null && items.length < wanted);
    cursor = next ?? undefined;
    state.set({ items, hasMore: next !== null, isLoading: false, error: undefined });
  }

  return {
    state,
    reload: () => load([], undefined, state.getSnapshot().items?.length ?? 0),
    async loadMore() {
      const { items, hasMore, isLoading } = state.getSnapshot();
      if (items !== undefined && hasMore && !isLoading) await load(items, cursor, 0);
    },
  };
}
