import { dropOldest } from '../drop-oldest.ts';
import { createStore, type Observable } from '../observable.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';
import type { Tabs } from '../ports/tabs.ts';
import type { AttachedFiles } from '../uploads/attached-files.ts';
import { inOrder, type OutboxItem } from './outbox-item.ts';

export interface OutboxBookOptions {
  readonly storage: Storage;
  readonly tabs: Tabs;
  readonly files: Pick<AttachedFiles, 'drop'>;
  /** The storage refused: what waits is in memory only. */
  readonly onUnkept: (error: unknown) => void;
}

/** The unresolved messages, in memory and in the storage. */
export interface OutboxBook {
  /** all accounts' items, in order */
  readonly items: Observable<readonly OutboxItem[]>;
  /** Reads the storage; again after another tab wrote. */
  load(): Promise<void>;
  find(id: string): OutboxItem | undefined;
  /** Whether it may be sent: the storage has it, or has refused to. RCV1 */
  isKept(id: string): boolean;
  /** Shows the change at once and resolves when it is kept. `replaced` is removed in the same step, `files` are kept. */
  put(
    item: OutboxItem,
    more?: { readonly replaced?: string; readonly files?: readonly StorageChange[] },
  ): Promise<void>;
  /** And its file with it. */
  remove(id: string): Promise<void>;
}

/** More than can be removed while one read is under way; one that comes again all the same is sent under its id. */
const maxRemoved = 1_000;

export function createOutboxBook({ storage, tabs, files, onUnkept }: OutboxBookOptions): OutboxBook {
  const held = new Map<string, OutboxItem>();
  const items = createStore<readonly OutboxItem[]>([]);
  /** Ids whose first write is under way. */
  const saving = new Set<string>();
  /** Ids removed here, which a read that began earlier may still bring. */
  const removed = new Set<string>();
  /** Ids that only memory has. */
  const unkept = new Set<string>();

  function show(): void {
    items.set([...held.values()].sort(inOrder));
  }

  async function keep(changes: Parameters<Storage['write']>[0]): Promise<boolean> {
    try {
      await storage.write(changes);
      tabs.announce('outbox');
      return true;
    } catch (error) {
      onUnkept(error);
      return false;
    }
  }

  function forget(id: string): void {
    held.delete(id);
    unkept.delete(id);
    dropOldest(removed.add(id), maxRemoved);
  }

  return {
    items,
    async load() {
      let listed: readonly unknown[];
      try {
        listed = await storage.list('outbox');
      } catch (error) {
        onUnkept(error);
        return;
      }
      // The table holds what `put` wrote.
      const found = new Map((listed as readonly OutboxItem[]).map((item) => [item.id, item]));
      for (const [id, item] of held) {
        if (found.has(id) || saving.has(id) || unkept.has(id)) continue;
        held.delete(id);
        files.drop(item); // whoever removed it has removed what was kept
      }
      for (const [id, item] of found) if (!removed.has(id) && !saving.has(id)) held.set(id, item);
      show();
    },
    find: (id) => held.get(id),
    isKept: (id) => held.has(id) && !saving.has(id),
    async put(item, { replaced, files: attached = [] } = {}) {
      held.set(item.id, item);
      saving.add(item.id);
      if (replaced !== undefined) forget(replaced);
      show();
      const removal = replaced === undefined ? [] : [{ table: 'outbox', key: replaced } as const];
      const isKept = await keep([{ table: 'outbox', key: item.id, value: item }, ...removal, ...attached]);
      saving.delete(item.id);
      if (!isKept && held.has(item.id)) unkept.add(item.id);
    },
    async remove(id) {
      const item = held.get(id);
      if (item === undefined) return;
      forget(id);
      show();
      await keep([{ table: 'outbox', key: id }, ...files.drop(item)]);
    },
  };
}
