import { createStore, type Clock, type Observable, type Refusal, type Result } from '@parley/client';

export interface SearchState<Item> {
  /** what was asked last; empty: nothing */
  readonly query: string;
  readonly status: 'idle' | 'searching' | 'found' | 'failed';
  /** of the last answer; they stay while the next one is on its way */
  readonly items: readonly Item[];
  readonly error?: Refusal;
}

export interface Search<Item> {
  readonly state: Observable<SearchState<Item>>;
  /** Asks a moment after the last call. Blanks around it don't count. */
  look(query: string): void;
  /** Asks the same again, at once. */
  again(): void;
  stop(): void;
}

export interface SearchOptions<Item> {
  readonly clock: Pick<Clock, 'after'>;
  readonly ask: (query: string) => Promise<Result<readonly Item[]>>;
}

/** A key press later the question is another one. */
const settleMs = 150;

/** Asks while somebody types. An answer to anything but the newest question is ignored. */
export function createSearch<Item>({ clock, ask }: SearchOptions<Item>): Search<Item> {
  const nothing: SearchState<Item> = { query: '', status: 'idle', items: [] };
  const state = createStore(nothing);
  let round = 0;
  let cancel = (): void => undefined;

  async function run(query: string): Promise<void> {
    const own = ++round;
    const answer = await ask(query);
    if (own !== round) return;
    state.set(
      answer.ok
        ? { query, status: 'found', items: answer.value }
        : { query, status: 'failed', items: [], error: answer.error },
    );
  }

  function begin(query: string, delayMs: number): void {
    cancel();
    round += 1;
    state.set({ query, status: 'searching', items: state.getSnapshot().items });
    if (delayMs === 0) void run(query);
    else cancel = clock.after(delayMs, () => void run(query));
  }

  function stop(): void {
    cancel();
    round += 1;
    state.set(nothing);
  }

  return {
    state,
    look(text) {
      const query = text.trim();
      if (query === state.getSnapshot().query) return;
      if (query === '') stop();
      else begin(query, settleMs);
    },
    again() {
      const { query } = state.getSnapshot();
      if (query !== '') begin(query, 0);
    },
    stop,
  };
}
