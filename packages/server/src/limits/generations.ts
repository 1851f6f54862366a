/** Values by key that may be forgotten a while after their last use. */
export interface Generations<Value> {
  find(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

export interface GenerationsOptions {
  /** A value unused for this long may go; every value is kept at least this long. */
  readonly lifetimeMs: number;
  /** Beyond it the older half goes early: memory is bounded, whoever makes up keys. */
  readonly maxKeys: number;
  readonly monotonicMs: () => number;
}

/**
 * Two maps, of which the older is dropped whole once everything in it is past its use. What is found in the older one
 * moves to the newer. No timer and no sweep.
 */
export function createGenerations<Value>(options: GenerationsOptions): Generations<Value> {
  const { lifetimeMs, maxKeys, monotonicMs } = options;
  let older = new Map<string, Value>();
  let newer = new Map<string, Value>();
  let turnedAtMs = monotonicMs();

  function turn(nowMs: number): void {
    const elapsedMs = nowMs - turnedAtMs;
    if (elapsedMs < lifetimeMs && newer.size < maxKeys / 2) return;
    older = elapsedMs < 2 * lifetimeMs ? newer : new Map<string, Value>();
    newer = new Map<string, Value>();
    turnedAtMs = nowMs;
  }

  return {
    find(key) {
      turn(monotonicMs());
      const found = newer.get(key);
      if (found !== undefined) return found;
      const aged = older.get(key);
      if (aged !== undefined) newer.set(key, aged);
      return aged;
    },
    set(key, value) {
      newer.set(key, value);
    },
  };
}
