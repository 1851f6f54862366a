/** One task at a time for each key; who comes later asks the one under way to end, and waits. */
export interface Turns {
  /** @param task should end soon once `signal` is aborted */
  take<Value>(key: string, task: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
}

interface Turn {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/**
 * For writers of one upload: a client that comes back after its connection broke must not wait until this side has
 * noticed. The last one wins; those that wait before it are told to end as soon as they begin. MED7
 */
export function createTurns(): Turns {
  const last = new Map<string, Turn>();

  return {
    async take(key, task) {
      const before = last.get(key);
      let end = () => {};
      const ended = new Promise<void>((resolve) => (end = resolve));
      const turn: Turn = { controller: new AbortController(), ended };
      last.set(key, turn);
      before?.controller.abort();
      try {
        await before?.ended;
        return await task(turn.controller.signal);
      } finally {
        if (last.get(key) === turn) last.delete(key);
        end();
      }
    },
  };
}
