/** Small values of this browser, kept over a reload. */
export interface LocalStore {
  get(key: string): string | undefined;
  /** undefined removes it */
  set(key: string, value: string | undefined): void;
  keys(prefix: string): readonly string[];
  /** Another tab changed something. The returned function ends it. */
  onChanged(listener: (key: string) => void): () => void;
}

const prefix = 'parley ';

/** By localStorage; from memory where the browser blocks it or it is full. */
export function createLocalStore(): LocalStore {
  const memory = new Map<string, string>();
  const storage = findStorage();

  return {
    get(key) {
      return memory.get(key) ?? storage?.getItem(prefix + key) ?? undefined;
    },
    set(key, value) {
      memory.delete(key);
      try {
        if (value === undefined) storage?.removeItem(prefix + key);
        else if (storage === undefined) memory.set(key, value);
        else storage.setItem(prefix + key, value);
      } catch {
        if (value !== undefined) memory.set(key, value);
      }
    },
    keys(wanted) {
      const kept = storage === undefined ? [] : Object.keys(storage);
      const own = kept.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
      return [...new Set([...own, ...memory.keys()])].filter((key) => key.startsWith(wanted));
    },
    onChanged(listener) {
      const listen = ({ key }: StorageEvent): void => {
        if (key?.startsWith(prefix) === true) listener(key.slice(prefix.length));
      };
      addEventListener('storage', listen);
      return () => {
        removeEventListener('storage', listen);
      };
    },
  };
}

function findStorage(): Storage | undefined {
  try {
    return localStorage; // reading it throws where it is blocked
  } catch {
    return undefined;
  }
}
