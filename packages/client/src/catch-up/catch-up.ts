import { limits } from '@parley/protocol';
import type { Connection } from '../connection.ts';
import type { Cell } from '../conversations/cell.ts';
import type { Cells } from '../conversations/cells.ts';
import type { Http } from '../http/http.ts';
import { createStore, type Observable } from '../observable.ts';
import { wait, type Clock } from '../ports/clock.ts';
import { isGone, unreachable } from '../refusals.ts';
import type { Conversation, Ready, Refusal, SyncedConversation } from '../wire.ts';
import type { Account } from './account.ts';
import { createPointers, type Pointers } from './pointers.ts';

export interface CatchUpOptions {
  readonly connection: Pick<Connection, 'request'>;
  readonly http: Http;
  readonly cells: Cells;
  readonly account: Account;
  readonly clock: Clock;
  /** Drops every copy, in memory and kept; the outbox stays. SYN3 */
  readonly dropCopies: () => Promise<void>;
  /** A conversation further behind than this starts over at its head; Infinity: every entry is read. */
  readonly maxMissedEntries: number;
  /** A device that begins is told what there is, without what was said before. */
  readonly onListed: (row: Conversation) => void;
}

export interface CatchUp {
  /** Whether everything missed while away has arrived since the last connect. */
  readonly isCurrent: Observable<boolean>;
  run(ready: Ready): void;
  stop(): void;
  /** Entries of this one, or (undefined) of the personal log, are missing. */
  repair(cell: Cell | undefined): void;
  /** Asks the server what this is; answers why that is not known now. */
  fetchCell(id: string): Promise<Refusal | undefined>;
  /** The same for what the personal log points to: it may not be there yet, or no longer. */
  readonly followPointer: Pointers['follow'];
  /** The same in a while, once for all who ask. */
  refresh(cell: Cell): void;
}

const retryMs = 1_000;
/** Gaps that open together are closed together. */
const gatherMs = 20;

/** Subscribed first, fetched second, merged by seq: nothing falls between. SYN2 */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { connection, http, cells, account, clock, dropCopies } = options;
  const isCurrent = createStore(false);
  /** Counts connects; work of an earlier one stops. 0: not connected */
  let round = 0;
  let isOnline = false;
  const gaps = new Set<string>();
  const unknown = new Set<string>();
  const pointers = createPointers({
    connection,
    cells,
    clock,
    fetchCell,
    account,
    isOnline: () => isOnline,
  });
  let isAccountBehind = false;
  let isRepairing = false;

  async function run(ready: Ready, begun: number): Promise<void> {
    // Before anything is waited for: those that the server still holds come right behind `ready`.
    for (const cell of cells.all()) cell.dropProvisional();
    const known = account.record.getSnapshot();
    const { user_id: userId, generation } = ready;
    if (known?.userId !== userId || known.generation !== generation) {
      await dropCopies();
      if (begun !== round) return;
      account.set({ userId, generation });
    }
    while (begun === round && !(await catchUpOnce(ready, begun))) await wait(clock, retryMs);
    if (begun !== round) return;
    isCurrent.set(true);
    pointers.lookAgain();
    scheduleRepair();
  }

  async function catchUpOnce(ready: Ready, begun: number): Promise<boolean> {
    const isFirst = isBeginning();
    if (isFirst && !(await listAll(begun))) return false;
    // What joined the log since `ready` came, or comes, as an event.
    if (isFirst) account.change({ seq: ready.account_seq });
    if (isFirst) await account.receive([]);
    if (!(await syncAccount(begun))) return false;
    return syncCells(cells.all(), begun);
  }

  async function listAll(begun: number): Promise<boolean> {
    let cursor: string | undefined;
    do {
      const query = { limit: String(limits.page), ...(cursor === undefined ? {} : { cursor }) };
      const page = await http('list_conversations', { query });
      if (!page.ok || begun !== round) return false;
      for (const row of page.value.conversations) {
        cells.obtain(row.id).place(row);
        options.onListed(row);
      }
      cursor = page.value.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return true;
  }

  async function syncAccount(begun: number): Promise<boolean> {
    for (;;) {
      const held = account.record.getSnapshot()?.seq;
      if (held === undefined) return false;
      const answer = await connection.request('sync', { account: held, conversations: {} });
      if (!answer.ok || begun !== round) return false;
      const log = answer.value.account;
      if (log === undefined) return true;
      if ('reset' in log) {
        const { userId = '', generation = '' } = account.record.getSnapshot() ?? {};
        await dropCopies();
        account.set({ userId, generation });
        return false;
      }
      await account.receive(log.entries);
      if (begun !== round) return false;
      const now = account.record.getSnapshot()?.seq ?? 0;
      if (!log.has_more) return now >= log.last_seq;
      if (now === held) return false;
    }
  }

  async function syncCells(wanted: readonly Cell[], begun: number): Promise<boolean> {
    for (let start = 0; start < wanted.length; start += limits.sync_conversations) {
      let asked = wanted.slice(start, start + limits.sync_conversations);
      while (asked.length > 0) {
        const held = new Map<string, number>();
        for (const cell of asked) {
          const seq = cells.find(cell.id) === cell ? cell.heldSeq() : undefined;
          if (seq !== undefined) held.set(cell.id, seq);
        }
        if (held.size === 0) break;
        const answer = await connection.request('sync', { conversations: Object.fromEntries(held) });
        if (!answer.ok || begun !== round) return false;
        const more = await Promise.all(answer.value.conversations.map(merge));
        if (begun !== round) return false;
        asked = more.filter((cell) => cell !== undefined);
        // An answer that brings nothing on is asked for again in a while, not at once.
        if (asked.some((cell) => cell.heldSeq() === held.get(cell.id))) return false;
      }
    }
    return true;
  }

  /** Merges one answer; the cell again when more is to come. */
  async function merge(answer: SyncedConversation): Promise<Cell | undefined> {
    const cell = cells.find(answer.id);
    if (cell === undefined) return undefined;
    if ('gone' in answer) cells.drop(answer.id);
    else if ('reset' in answer) {
      const row = await http('get_conversation', { params: { id: answer.id } });
      if (row.ok) cell.restart(row.value.last_seq);
    } else {
      const held = cell.heldSeq() ?? 0;
      const isFar = answer.last_seq - held > options.maxMissedEntries;
      if (answer.entries.length > 0) await cell.load();
      if (isFar) cell.restart(answer.last_seq);
      else cell.receiveSync(answer);
      // A server that leaves a hole is asked again in a while, too.
      const isBehind = (cell.heldSeq() ?? 0) < answer.last_seq;
      return (answer.has_more || isBehind) && !isFar ? cell : undefined;
    }
    return undefined;
  }

  /** The first list of conversations is not here yet. */
  function isBeginning(): boolean {
    return account.record.getSnapshot()?.seq === undefined;
  }

  /**
   * Where a conversation begins that this device did not know. After the first list it must be new: a direct one is
   * told from its beginning, a group from where one joined, as far as it is not read.
   */
  function startOf(row: Conversation): number {
    if (isBeginning()) return row.last_seq;
    return row.type === 'direct' ? 0 : row.read_seq;
  }

  async function fetchCell(id: string): Promise<Refusal | undefined> {
    const begun = round;
    const asked = cells.find(id);
    const row = await http('get_conversation', { params: { id } });
    // Another connect began meanwhile: what was asked before it may be old.
    if (begun !== round) return isOnline ? fetchCell(id) : unreachable();
    // It went, or came anew, while the question was on its way: the answer is of another time, and it is asked again.
    if (asked !== undefined && cells.find(id) !== asked) return fetchCell(id);
    if (row.ok) {
      cells.obtain(id).place(row.value, startOf(row.value));
      // Pointed to while the first list is on its way, which may be from before it.
      if (isBeginning()) options.onListed(row.value);
    } else if (isGone(row.error)) cells.drop(id);
    return row.ok ? undefined : row.error;
  }

  function want(id: string): void {
    unknown.add(id);
    scheduleRepair();
  }

  function scheduleRepair(delayMs = gatherMs): void {
    const isNeeded = gaps.size > 0 || unknown.size > 0 || isAccountBehind;
    if (isRepairing || !isNeeded || !isOnline || !isCurrent.getSnapshot()) return;
    isRepairing = true;
    clock.after(delayMs, () => {
      void repairAll(round).then((isDone) => {
        isRepairing = false;
        scheduleRepair(isDone ? gatherMs : retryMs);
      });
    });
  }

  async function repairAll(begun: number): Promise<boolean> {
    if (!isOnline) return false;
    let isDone = true;
    for (const id of [...unknown]) {
      unknown.delete(id);
      const refusal = await fetchCell(id);
      if (refusal === undefined || isGone(refusal)) continue;
      isDone = false;
      unknown.add(id);
    }
    const behind = [...gaps].flatMap((id) => cells.find(id) ?? []);
    gaps.clear();
    if (!(await syncCells(behind, begun))) {
      isDone = false;
      for (const cell of behind) gaps.add(cell.id);
    }
    if (isAccountBehind) {
      isAccountBehind = false;
      isDone = (await syncAccount(begun)) && isDone;
      isAccountBehind ||= !isDone;
    }
    return isDone;
  }

  return {
    isCurrent,
    run(ready) {
      round += 1;
      isOnline = true;
      gaps.clear();
      isAccountBehind = false;
      void run(ready, round);
    },
    stop() {
      round += 1;
      isOnline = false;
      isCurrent.set(false);
    },
    repair(cell) {
      if (cell === undefined) isAccountBehind = true;
      else gaps.add(cell.id);
      scheduleRepair();
    },
    fetchCell,
    followPointer: pointers.follow,
    refresh: ({ id }) => want(id),
  };
}
