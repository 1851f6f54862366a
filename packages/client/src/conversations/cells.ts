import { createStore, type Observable } from '../observable.ts';
import type { Conversation } from '../wire.ts';
import type { Cell, CellOptions, CellRecord } from './cell.ts';
import { createCell } from './create-cell.ts';

/** All conversations that this device knows of. */
export interface Cells {
  /** rows of those that have begun, newest activity first */
  readonly list: Observable<readonly Conversation[]>;
  /** whether there are provisional messages in any of them */
  readonly hasProvisional: Observable<boolean>;
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
  /** Ids whose row has changed since the list was made: only they are sorted in anew. */
  const moved = new Set<string>();
  let list: readonly Conversation[] = [];
  const provisional = new Set<string>();
  const hasProvisional = createStore(false);

  function announce(...ids: readonly string[]): void {
    for (const id of ids) moved.add(id);
    version.set(version.getSnapshot() + 1);
  }

  function noteProvisional(id: string, isThere: boolean): void {
    if (isThere) provisional.add(id);
    else provisional.delete(id);
    hasProvisional.set(provisional.size > 0);
  }

  function create(id: string, record: CellRecord | undefined): Cell {
    const cell = createCell({
      ...options,
      id,
      record,
      onChanged(changed) {
        if (cells.get(id) !== changed) return; // dropped since
        options.onChanged(changed);
        const { summary, timeline } = changed.state.getSnapshot();
        noteProvisional(id, (timeline?.provisional.length ?? 0) > 0);
        if (rows.get(id) === summary) return;
        rows.set(id, summary);
        announce(id);
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
        if (moved.size === 0) return list;
        const others = list.filter(({ id }) => !moved.has(id));
        const fresh = [...moved].flatMap((id) => {
          const row = rows.get(id);
          return row !== undefined && row.last_seq > 0 ? [row] : [];
        });
        moved.clear();
        list = merge(others, fresh.sort(byActivity));
        return list;
      },
    },
    hasProvisional,
    all: () => [...cells.values()],
    find: (id) => cells.get(id),
    obtain: (id) => cells.get(id) ?? create(id, undefined),
    restore(records) {
      for (const record of records) create(record.id, record);
      announce(...rows.keys());
    },
    drop(id) {
      if (!cells.delete(id)) return;
      rows.delete(id);
      noteProvisional(id, false);
      announce(id);
      options.onDropped(id);
    },
    clear() {
      cells.clear();
      const ids = [...rows.keys()];
      rows.clear();
      provisional.clear();
      hasProvisional.set(false);
      announce(...ids);
    },
  };
}

function byActivity(one: Conversation, other: Conversation): number {
  const [first, second] = [one.updated_at ?? '', other.updated_at ?? ''];
  if (first !== second) return first < second ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}

/** Two lists in order become one. */
function merge(one: readonly Conversation[], other: readonly Conversation[]): readonly Conversation[] {
  const merged: Conversation[] = [];
  let next = 0;
  for (const row of one) {
    for (
      let before = other[next];
      before !== undefined && byActivity(before, row) < 0;
      before = other[next]
    ) {
      merged.push(before);
      next += 1;
    }
    merged.push(row);
  }
  return [...merged, ...other.slice(next)];
}
