import type { Observable } from '../observable.ts';
import type { Page } from '../timeline/apply-entries.ts';
import type { Differences } from '../timeline/mend-timeline.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Conversation, Entry, Message, SyncedConversation } from '../wire.ts';

/** How far one member has come, as far as this device was told. */
export interface Positions {
  readonly readSeq: number;
  readonly deliveredSeq: number;
}

/** What is known of one conversation at one moment. */
export interface CellState {
  /** undefined until the server has said what this is */
  readonly summary: Conversation | undefined;
  /** the newest stretch; undefined until its place in the log is known */
  readonly timeline: Timeline | undefined;
  /** entries that came before this conversation's place in the log was known; not shown in the order until then */
  readonly early: readonly Entry[];
  /** another stretch, around a message that was asked for */
  readonly detached: Timeline | undefined;
  /** by user; lossy, for ticks */
  readonly positions: ReadonlyMap<string, Positions>;
}

/** What the storage keeps of a conversation. */
export interface CellRecord {
  readonly id: string;
  readonly summary: Conversation;
  readonly heldSeq: number;
  /** a read mark that the server has not confirmed */
  readonly unsentReadSeq?: number;
}
export interface TimelineRecord {
  readonly from: number;
  readonly to: number;
  readonly items: Timeline['items'];
}

export interface CellOptions {
  readonly id: string;
  readonly userId: () => string;
  readonly record: CellRecord | undefined;
  /** newest items that the storage keeps */
  readonly keptItems: number;
  readonly loadTimeline: (id: string) => Promise<TimelineRecord | undefined>;
  /** Entries that just took their place, in order, each once. SEQ2 */
  readonly onApplied: (cell: Cell, entries: readonly Entry[]) => void;
  /** Something to keep has changed. */
  readonly onChanged: (cell: Cell) => void;
  /** Entries are missing: `sync` from `heldSeq()`. */
  readonly onGap: (cell: Cell) => void;
  /** Only the server knows (what this is, or how many are unread): fetch it. */
  readonly onUnknown: (cell: Cell) => void;
}

/** One conversation: its stretch of the log and its row in the list, kept in step. */
export interface Cell {
  readonly id: string;
  readonly state: Observable<CellState>;
  /** `to` of the timeline, loaded or not; undefined while its place is unknown */
  heldSeq(): number | undefined;
  /** Reads what was kept. Entries that arrive before are applied after. */
  load(): Promise<void>;
  receive(entries: readonly Entry[]): void;
  receiveProvisional(message: Message): void;
  dropProvisional(id?: string): void;
  /** Makes what is held of a stretch what a page of the log says; answers what was wrong. */
  mend(page: Page): Differences;
  hide(id: string): Promise<void>;
  /** There is an entry `seq`: fetches it, and all before it, if it is not held. */
  expect(seq: number): void;
  /** The server's row, just fetched. A conversation without a place yet begins after `startSeq`, by default at its head. */
  place(conversation: Conversation, startSeq?: number): void;
  receiveSync(answer: Extract<SyncedConversation, { entries: unknown }>): void;
  /** Starts over at the head: more was held than there is, or too much was missed. */
  restart(head: number): void;
  addPage(page: Page): void;
  showAround(page: Page): void;
  showLatest(): void;
  /** Lets go of all but the newest items of the newest stretch; pages bring them back. */
  trim(maxItems: number): void;
  advance(userId: string, positions: Partial<Positions>): void;
  /** Moves one's own read position forward, at once; the server is told by whoever calls. RD1 */
  read(seq: number): boolean;
  change(settings: Partial<Pick<Conversation, 'muted_until' | 'archived' | 'marked_unread' | 'peer'>>): void;
  unsentRead(): number | undefined;
  confirmRead(seq: number): void;
  records(): { readonly cell: CellRecord; readonly timeline: TimelineRecord | undefined } | undefined;
}
