import type { Connection } from '../connection.ts';
import { isGone, refused, unreachable } from '../refusals.ts';
import type { Http } from '../http/http.ts';
import { createStore, onceTrue, type Observable } from '../observable.ts';
import type { Typing } from '../live/typing.ts';
import type { DeliveryTimes, MessageTimes, ReceiptTimes } from '../delivery/delivery-times.ts';
import type { Marks } from '../live/marks.ts';
import type { People } from '../live/people.ts';
import type { Content } from '../outbox/outbox-item.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutgoingFile } from '../uploads/attachment.ts';
import type { CallInput, Conversation, Refusal, Result } from '../wire.ts';
import type { Clock } from '../ports/clock.ts';
import type { Attention } from './attention.ts';
import type { Cell } from './cell.ts';
import { checkCopy, type CheckOptions, type CopyReport } from './check-copy.ts';
import { createMemberPositions } from './member-positions.ts';
import { createOwnReactions } from './own-reactions.ts';
import type { Pages } from './pages.ts';
import {
  createConversationView,
  createNewest,
  type ConversationView,
  type Loading,
} from './conversation-view.ts';
import type { TimelineItem } from '../timeline/timeline.ts';
import { targetOf } from './target.ts';

/** Fewer than this fill no screen. */
const fewItems = 20;

const idle: Loading = { isLoading: false, loadError: undefined };

/** What an app does with one conversation. */
export interface ConversationHandle {
  readonly id: string;
  readonly view: Observable<ConversationView>;
  /** the newest items as far as this device has them, ascending by seq; fetches nothing, and keeps nothing from being trimmed */
  readonly newest: Observable<readonly TimelineItem[]>;
  /**
   * Shows what was kept, then fetches the newest page where none is held. Why that failed also shows as `loadError` in
   * the view, and is tried again by itself once the client has caught up; `not_found`: there is no such conversation.
   */
  open(): Promise<Result<null>>;
  /** Each resolves with whether there is more in its direction; a failed call says yes, and why as `loadError` in the view. */
  loadOlder(): Promise<boolean>;
  loadNewer(): Promise<boolean>;
  /** Brings the entry `seq` into view, from wherever; false when it could not be had. */
  showAround(seq: number): Promise<boolean>;
  /** The same for a message known by its id only. */
  showMessage(messageId: string): Promise<number | undefined>;
  showLatest(): void;
  /**
   * Lets go of all but the newest `keep` items (300 by default) of the newest stretch, for one who sits at its end for
   * hours; `loadOlder` brings them back. What nobody looks at is trimmed by itself.
   */
  trim(keep?: number): void;
  /** Keeps it, then sends it; resolves with its id once it is kept. */
  send(content: string | Content): Promise<string>;
  /**
   * Keeps a file and its caption, brings it to the server, also over a reload, then sends it; resolves with the
   * message's id once it is kept. What the server makes of its bytes may differ from what it is said to be here.
   * @param more its caption, what it answers, and its album (`client.newId`): what has the same is shown together
   */
  sendFile(file: OutgoingFile, more?: Pick<Content, 'content' | 'reply_to' | 'album_id'>): Promise<string>;
  /** Marks all up to `seq` as read, by default everything. RD1 */
  markRead(seq?: number): void;
  sayTyping(isTyping: boolean): void;
  edit(messageId: string, content: string): Promise<Result<{ seq: number }>>;
  remove(messageId: string, deleteFor: 'me' | 'everyone'): Promise<Result<{ seq?: number | undefined }>>;
  /**
   * Puts an own reaction on a message, or takes it back: shown at once, and no longer where the server refuses. Presses
   * that follow while one is under way go with it; they all resolve with what became of the last.
   */
  react(messageId: string, emoji: string, on: boolean): Promise<Result<null>>;
  /** Mutes, archives, marks as unread. */
  change(settings: CallInput<'update_conversation'>['body']): Promise<Result<Conversation>>;
  /**
   * Compares what this device holds with the server, and mends what differs. Undefined once cancelled; refused when it
   * could not be compared to its end, what was mended until then stays so.
   */
  check(options?: CheckOptions): Promise<Result<CopyReport> | undefined>;
  /** When this run of the client saw a message pass; ask again when the view changes. */
  timesOf(messageId: string): MessageTimes;
  /** When it saw each person receive and read the message at `seq`, by user id; asked like `timesOf`. */
  receiptTimesOf(seq: number): ReadonlyMap<string, ReceiptTimes>;
}

export interface HandleOptions {
  readonly cell: () => Cell;
  readonly id: string;
  readonly userId: () => string;
  readonly connection: Pick<Connection, 'request'>;
  readonly http: Http;
  readonly pages: Pages;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly marks: Marks;
  readonly people: Pick<People, 'learn'>;
  /** the cell of this id may have become another */
  readonly cells: Observable<unknown>;
  readonly fetchCell: (id: string) => Promise<Refusal | undefined>;
  readonly isCurrent: Observable<boolean>;
  readonly attention: Attention;
  readonly keptItems: number;
  readonly times: DeliveryTimes;
  readonly clock: Clock;
}

export function createConversationHandle(options: HandleOptions): ConversationHandle {
  const { id, cell, connection, http, pages, outbox, typing, marks, userId, attention } = options;
  const loading = createStore<Loading>(idle);
  let opening: Promise<Result<null>> | undefined;
  let endRetry = (): void => undefined;

  const ownReactions = createOwnReactions(options);
  const learnPositions = createMemberPositions(options);

  function watch(): () => void {
    const endWatch = attention.watch(id);
    const endCurrent = options.isCurrent.subscribe(() => {
      if (options.isCurrent.getSnapshot()) void learnPositions();
    });
    return () => {
      endWatch();
      endCurrent();
    };
  }

  function stretch() {
    const { timeline, detached } = cell().state.getSnapshot();
    return detached ?? timeline;
  }

  async function load(loadOnce: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    attention.ask(id);
    loading.set({ isLoading: true, loadError: undefined });
    const loadError = await loadOnce();
    loading.set({ isLoading: false, loadError });
    return loadError;
  }

  async function loadOlder(): Promise<boolean> {
    if (!loading.getSnapshot().isLoading) await load(fetchOlder);
    return (stretch()?.from ?? 1) > 1;
  }

  async function fetchOlder(): Promise<Refusal | undefined> {
    const { from = 1 } = stretch() ?? {};
    if (from <= 1) return undefined;
    const page = await pages.older(id, from);
    if (page.ok) cell().addPage(page.value);
    return page.ok ? undefined : page.error;
  }

  async function loadNewer(): Promise<boolean> {
    if (!loading.getSnapshot().isLoading) await load(fetchNewer);
    return cell().state.getSnapshot().detached !== undefined;
  }

  async function fetchNewer(): Promise<Refusal | undefined> {
    const { detached, summary } = cell().state.getSnapshot();
    if (detached === undefined) return undefined;
    const page = await pages.newer(id, detached.to, summary?.last_seq ?? 0);
    if (page.ok) cell().addPage(page.value);
    return page.ok ? undefined : page.error;
  }

  async function fetchNewest(): Promise<Refusal | undefined> {
    await cell().load();
    const refusal = stretch() === undefined ? await options.fetchCell(id) : undefined;
    const held = stretch();
    if (held === undefined) return refusal ?? unreachable();
    return held.items.length < fewItems ? fetchOlder() : undefined;
  }

  function open(): Promise<Result<null>> {
    opening ??= openOnce().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function openOnce(): Promise<Result<null>> {
    endRetry();
    const error = await load(fetchNewest);
    if (error === undefined) {
      void learnPositions();
      return { ok: true, value: null };
    }
    if (!isGone(error)) endRetry = onceTrue(options.isCurrent, () => void open());
    return refused(error);
  }

  async function showAround(seq: number): Promise<boolean> {
    if (stretch() === undefined) await open();
    const { timeline, summary } = cell().state.getSnapshot();
    if (timeline === undefined) return false;
    if (timeline.from <= seq && seq <= timeline.to) {
      cell().showLatest();
      return true;
    }
    let isShown = false;
    await load(async () => {
      const page = await pages.around(id, seq, summary?.last_seq ?? 0);
      if (page.ok) cell().showAround(page.value);
      isShown = page.ok;
      return undefined;
    });
    return isShown;
  }

  const address = () => ({ owner: userId(), conversation: id, target: targetOf(id, userId()) });

  return {
    id,
    view: createConversationView({ ...options, watch, wishes: ownReactions.wishes }, loading),
    newest: createNewest(options),
    open,
    loadOlder,
    loadNewer,
    showAround,
    async showMessage(message_id) {
      const found = await http('get_message', { params: { message_id }, query: { conversation: id } });
      const seq = found.ok ? found.value.seq : null;
      return seq !== null && (await showAround(seq)) ? seq : undefined;
    },
    showLatest: () => cell().showLatest(),
    trim: (keep = options.keptItems) => cell().trim(keep),
    send: (content) =>
      outbox.add({ ...address(), content: typeof content === 'string' ? { content } : content }),
    sendFile: (file, content = {}) => outbox.add({ ...address(), content, file }),
    markRead(seq) {
      if (cell().read(seq ?? Infinity)) marks.read(cell());
    },
    sayTyping: (isTyping) => typing.say(targetOf(id, userId()), isTyping),
    async edit(message_id, content) {
      const answer = await connection.request('edit_message', { message_id, conversation: id, content });
      // This socket gets no event: its ack says the same.
      if (answer.ok) {
        const { seq, edited_at } = answer.value;
        cell().receive([
          {
            kind: 'edit',
            conversation: id,
            seq,
            message_id,
            content,
            edited_at,
            at: edited_at,
            by: userId(),
          },
        ]);
      }
      return answer;
    },
    async remove(message_id, delete_for) {
      const answer = await connection.request('delete_message', { message_id, conversation: id, delete_for });
      if (answer.ok && delete_for === 'me') await cell().hide(message_id);
      // The time of the deletion is not in the ack: the entry is fetched.
      if (answer.ok && answer.value.seq !== undefined) cell().expect(answer.value.seq);
      return answer;
    },
    react: ownReactions.react,
    async change(body) {
      const answer = await http('update_conversation', { params: { id }, body });
      if (answer.ok) cell().place(answer.value);
      return answer;
    },
    async check(checkOptions) {
      attention.ask(id);
      await cell().load();
      const opened = stretch() === undefined ? await open() : undefined;
      return opened?.ok === false ? opened : checkCopy(options, checkOptions);
    },
    timesOf: (messageId) => options.times.ofMessage(messageId),
    receiptTimesOf: (seq) => options.times.receiptsOf(id, seq),
  };
}
