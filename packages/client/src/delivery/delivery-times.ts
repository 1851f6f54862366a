import type { Positions } from '../conversations/cell.ts';
import { dropOldest } from '../drop-oldest.ts';
import type { Clock } from '../ports/clock.ts';

/** When this device saw one message come a step further, UTC ms by its own clock. What it did not see has no time. */
export interface MessageTimes {
  readonly writtenAtMs?: number;
  /** the server said that it holds it and cannot store it yet */
  readonly queuedAtMs?: number;
  readonly storedAtMs?: number;
  /** it was refused for good */
  readonly failedAtMs?: number;
}

/** When this device was told that one person has received, and has read, a message; UTC ms by its own clock. */
export interface ReceiptTimes {
  readonly deliveredAtMs?: number;
  readonly readAtMs?: number;
}

/** One person's position moved, as an event said just now. */
export interface MovedPosition {
  readonly conversation: string;
  readonly userId: string;
  /** undefined: it was not known where they were */
  readonly before: Positions | undefined;
  readonly told: Partial<Positions>;
}

/** What this run of the client saw of the way of messages. It is bounded, and lost with the run. */
export interface DeliveryTimes {
  /** Of each step the first time counts; `atMs` is now by default. */
  note(id: string, step: keyof MessageTimes, atMs?: number): void;
  noteMoved(moved: MovedPosition): void;
  ofMessage(id: string): MessageTimes;
  /** By user id; nobody whose receipt was not seen. */
  receiptsOf(conversation: string, seq: number): ReadonlyMap<string, ReceiptTimes>;
  clear(): void;
}

interface Receipt {
  readonly conversation: string;
  readonly userId: string;
  readonly step: keyof ReceiptTimes;
  /** the entries after `after`, up to `upto` */
  readonly after: number;
  readonly upto: number;
  readonly atMs: number;
}

const maxMessages = 2_000;
const maxReceipts = 4_000;

export function createDeliveryTimes(clock: Pick<Clock, 'nowMs'>): DeliveryTimes {
  const messages = new Map<string, MessageTimes>();
  let receipts: Receipt[] = [];

  function addReceipt(
    { conversation, userId, before }: MovedPosition,
    step: Receipt['step'],
    upto: number | undefined,
  ): void {
    if (upto === undefined) return;
    const known = step === 'readAtMs' ? before?.readSeq : before?.deliveredSeq;
    // Where one was is not known: all but the last entry may have been passed long ago.
    const after = known ?? upto - 1;
    if (upto <= after) return;
    receipts.push({ conversation, userId, step, after, upto, atMs: clock.nowMs() });
    // Cut rarely, since a cut copies the list.
    if (receipts.length > maxReceipts * 1.25) receipts = receipts.slice(-maxReceipts);
  }

  return {
    note(id, step, atMs = clock.nowMs()) {
      const known = messages.get(id);
      if (known?.[step] !== undefined) return;
      dropOldest(messages.set(id, { ...known, [step]: atMs }), maxMessages);
    },
    noteMoved(moved) {
      const { readSeq, deliveredSeq } = moved.told;
      addReceipt(moved, 'readAtMs', readSeq);
      // Read implies delivered.
      addReceipt(moved, 'deliveredAtMs', deliveredSeq ?? readSeq);
    },
    ofMessage: (id) => messages.get(id) ?? {},
    receiptsOf(conversation, seq) {
      const found = new Map<string, ReceiptTimes>();
      for (const { userId, step, atMs, ...receipt } of receipts) {
        if (receipt.conversation !== conversation || seq <= receipt.after || seq > receipt.upto) continue;
        const known = found.get(userId);
        found.set(userId, { [step]: atMs, ...known });
      }
      return found;
    },
    clear() {
      messages.clear();
      receipts = [];
    },
  };
}
