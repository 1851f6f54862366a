import { createStore, type Observable } from '../observable.ts';
import type { Conversation } from '../wire.ts';
import type { Cell, CellOptions, CellRecord } from './cell.ts';
import { createCell } from './create-cell.ts';

/** All conversations that this device knows of. */
export interface Cells {
  /** rows of those that have begun, newest activity first */
  readonly list: Observable<readonly Conversation[]>;
  all(): readonly Cell[];
  find(id: string): Cell | undefined;
  /** Makes one that knows nothing yet where there is none. */
  obtain(id: string): Cell;
  /** Takes what the storage kept. */
  restore(records: readonly CellRecord[]): void;
  /** No longer one's own, or ended. */
  drop(id: string): void;
  clear(): void;
}

export interface CellsOptions extends Omit<CellOptions, 'id' | 'record'> {
  readonly onDropped: (id: string) => void;
}

export function createCells(options: CellsOptions): Cells {
  const cells = new Map<string, Cell>();
  const version = createStore(0);
  /** The row of each as last announced, so that other changes don't wake the list. */
  const rows = new Map<string, Conversation | undefined>();
  let sorted: { readonly version: number; readonly list: readonly Conversation[] } = { version: 0, list: [] };

  function announce(): void {
    version.set(version.getSnapshot() + 1);
  }

  function create(id: string, record: CellRecord | undefined): Cell {
    const cell = createCell({
      ...options,
      id,
      record,
      onChanged(changed) {
        if (cells.get(id) !== changed) return; // dropped since
        options.onChanged(changed);
        const { summary } = changed.state.getSnapshot();
        if (rows.get(id) === summary) return;
        rows.set(id, summary);
        announce();
      },
    });
    cells.set(id, cell);
    rows.set(id, record?.summary);
    return cell;
  }

  return {
    list: {
      subscribe: version.subscribe,
      getSnapshot() {
        const now = version.getSnapshot();
        if (sorted.version !== now) {
          const list = [...rows.values()].flatMap((row) =>
            row !== undefined && row.last_seq > 0 ? [row] : [],
          );
          sorted = { version: now, list: list.sort(byActivity) };
        }
        return sorted.list;
      },
    },
    all: () => [...cells.values()],
    find: (id) => cells.get(id),
    obtain: (id) => cells.get(id) ?? create(id, undefined),
    restore(records) {
      for (const record of records) create(record.id, record);
      announce();
    },
    drop(id) {
      if (!cells.delete(id)) return;
      rows.delete(id);
      announce();
      options.onDropped(id);
    },
    clear() {
      cells.clear();
      rows.clear();
      announce();
    },
  };
}

function byActivity(one: Conversation, other: Conversation): number {
  const [first, second] = [one.updated_at ?? '', other.updated_at ?? ''];
  if (first !== second) return first < second ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}
