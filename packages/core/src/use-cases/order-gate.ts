/**
 * Keeps tasks of one key in order while some of them have to wait: once one is inside, later ones queue behind it, the
 * quick ones too. Holds nothing for keys at rest.
 */
export function createOrderGate() {
  const last = new Map<string, Promise<unknown>>();

  return {
    /** Nobody is inside, under any key. */
    isIdle: (): boolean => last.size === 0,
    isClosed: (key: string): boolean => last.has(key),
    async pass<Value>(key: string, task: () => Promise<Value>): Promise<Value> {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
