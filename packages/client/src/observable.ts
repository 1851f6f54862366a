/** A value to watch, in the shape that React's `useSyncExternalStore` takes. Snapshots are never changed in place. */
export interface Observable<Value> {
  getSnapshot(): Value;
  /** Calls `listener` after every change; the returned function ends that. */
  subscribe(listener: () => void): () => void;
}

export interface Store<Value> extends Observable<Value> {
  /** Replaces the value; the same value again tells nobody. */
  set(value: Value): void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    getSnapshot: () => value,
    subscribe(listener) {
      // A function of its own, so that one listener may subscribe twice.
      const own = (): void => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** Calls `task` when the value next becomes true; the returned function ends the wait. */
export function onceTrue(value: Observable<boolean>, task: () => void): () => void {
  const end = value.subscribe(() => {
    if (!value.getSnapshot()) return;
    end();
    task();
  });
  return end;
}

type Values<Sources extends readonly Observable<unknown>[]> = {
  [Index in keyof Sources]: Sources[Index] extends Observable<infer Value> ? Value : never;
};

/** A value made of others; made again only when one of them has changed. */
export function derive<const Sources extends readonly Observable<unknown>[], Value>(
  sources: Sources,
  make: (...values: Values<Sources>) => Value,
): Observable<Value> {
  let last: { readonly from: readonly unknown[]; readonly value: Value } | undefined;
  return {
    getSnapshot() {
      const from = sources.map((source) => source.getSnapshot());
      const known = last;
      if (known !== undefined && from.every((value, index) => Object.is(value, known.from[index])))
        return known.value;
      // Snapshots in the order of their sources.
      const value = make(...(from as Values<Sources>));
      last = { from, value };
      return value;
    },
    subscribe(listener) {
      const ends = sources.map((source) => source.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
