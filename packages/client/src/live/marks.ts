import type { Connection } from '../connection.ts';
import type { Cell } from '../conversations/cell.ts';
import type { Cells } from '../conversations/cells.ts';
import type { Clock } from '../ports/clock.ts';

export interface MarksOptions {
  readonly connection: Pick<Connection, 'request'>;
  readonly cells: Cells;
  readonly clock: Clock;
  readonly userId: () => string;
}

/** Tells the server how far one has read, and what has arrived: one call at a time, the newest position of each. */
export interface Marks {
  read(cell: Cell): void;
  delivered(conversation: string, seq: number): void;
  resume(): void;
  pause(): void;
}

/** Messages that arrive together are marked together. */
const gatherMs = 250;
/** After the server would not take one. */
const retryMs = 5_000;

export function createMarks({ connection, cells, clock, userId }: MarksOptions): Marks {
  const unread = new Set<string>();
  const delivered = new Map<string, number>();
  let isOnline = false;
  let isWorking = false;
  let isScheduled = false;

  function schedule(delayMs: number): void {
    if (isScheduled || isWorking || !isOnline) return;
    isScheduled = true;
    clock.after(delayMs, () => {
      isScheduled = false;
      void work();
    });
  }

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    let mark = findNext();
    let isTaken = true;
    // One at a time, so that a burst becomes few calls.
    while (mark !== undefined && isTaken && isOnline) {
      isTaken = await mark();
      if (isTaken) mark = findNext();
    }
    isWorking = false;
    if (mark !== undefined) schedule(retryMs);
  }

  /** Reads first: people wait for those. The call answers whether the server has taken it. */
  function findNext(): (() => Promise<boolean>) | undefined {
    for (const id of unread) {
      const cell = cells.find(id);
      const seq = cell?.unsentRead();
      if (cell !== undefined && seq !== undefined) return () => markRead(cell, seq);
      unread.delete(id);
    }
    for (const [conversation, seq] of delivered) {
      const row = cells.find(conversation)?.state.getSnapshot().summary;
      // Read implies delivered.
      if (row !== undefined && row.read_seq < seq) return () => markDelivered(conversation, seq);
      delivered.delete(conversation);
    }
    return undefined;
  }

  async function markRead(cell: Cell, seq: number): Promise<boolean> {
    const answer = await connection.request('mark_read', { conversation: cell.id, seq });
    if (!answer.ok && answer.error.retry) return false;
    // Stored, but not yet known to be: what a page or a sync has brought may be ahead of what the server goes by. RD1
    const taken = answer.ok ? answer.value.seq : seq;
    cell.confirmRead(taken);
    if (answer.ok) cell.advance(userId(), { readSeq: taken });
    return taken >= seq;
  }

  async function markDelivered(conversation: string, seq: number): Promise<boolean> {
    const answer = await connection.request('mark_delivered', { conversation, seq });
    if (!answer.ok && answer.error.retry) return false;
    if (delivered.get(conversation) === seq) delivered.delete(conversation);
    return true;
  }

  return {
    read(cell) {
      unread.add(cell.id);
      schedule(0);
    },
    delivered(conversation, seq) {
      delivered.set(conversation, Math.max(seq, delivered.get(conversation) ?? 0));
      schedule(gatherMs);
    },
    resume() {
      isOnline = true;
      for (const cell of cells.all()) if (cell.unsentRead() !== undefined) unread.add(cell.id);
      schedule(gatherMs);
    },
    pause() {
      isOnline = false;
    },
  };
}
