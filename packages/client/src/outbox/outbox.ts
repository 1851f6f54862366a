import { backoffMs } from '../backoff.ts';
import type { Connection } from '../connection.ts';
import type { MessageIds } from '../message-ids.ts';
import type { DeliveryTimes } from '../delivery/delivery-times.ts';
import { derive, type Observable } from '../observable.ts';
import { wait, type Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { AttachedFiles } from '../uploads/attached-files.ts';
import type { Attachment, OutgoingFile } from '../uploads/attachment.ts';
import { createUploads, type Uploads } from '../uploads/uploads.ts';
import type { Uploader } from '../uploads/uploader.ts';
import type { Refusal, SendAnswer } from '../wire.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { Content, OutboxItem, Target } from './outbox-item.ts';
import { heirOf } from './heir-of.ts';

export interface OutboxOptions {
  readonly book: OutboxBook;
  readonly files: AttachedFiles;
  readonly uploader: Uploader;
  readonly connection: Pick<Connection, 'attempt'>;
  readonly ids: MessageIds;
  readonly clock: Clock;
  readonly random: Random;
  /** '' while nobody is signed in */
  readonly userId: Observable<string>;
  /** The server has stored it: called before it leaves the outbox, so that it never goes unseen. */
  readonly onStored: (item: OutboxItem, answer: SendAnswer) => void;
  readonly times: Pick<DeliveryTimes, 'note'>;
}

export interface Outbox {
  /** of the account whose client this is; another's wait unseen in the storage; in the order in which they go out */
  readonly items: Observable<readonly OutboxItem[]>;
  readonly progress: Uploads['progress'];
  /** Keeps the message, then sends it; resolves with its id once it is kept. It shows in `items` at once. RCV1 */
  add(message: NewMessage): Promise<string>;
  /** A `stored` copy was seen: by an event, or while catching up. */
  resolve(id: string): void;
  /** A queued message was stored, as an event says: the same as if its ack had said so. */
  stored(answer: SendAnswer): void;
  /** A queued message was refused after all. */
  fail(id: string, error: Refusal): void;
  /** Takes it out. What it says goes on with the next file that was sent together with it, if that says nothing yet. */
  discard(id: string): Promise<void>;
  /** A failed one once more, perhaps with other content, as the newest of its conversation and under a new id. */
  resend(id: string, content?: Content): Promise<string | undefined>;
  /** Sends for this user from now on, everything unresolved first, in order. Called after each connect. */
  resume(userId: string): void;
  pause(): void;
  /** Ends the uploads too, until the next connect: who is signed in may change. */
  stop(): void;
  /** This tab is the one that sends. */
  lead(): void;
  /** Another tab sends from now on. */
  follow(): void;
  isLeading(): boolean;
  /** Another tab has written: read again, and send what is new if this tab is the one that sends. */
  reload(): Promise<void>;
}

export interface NewMessage {
  readonly owner: string;
  readonly conversation: string;
  readonly target: Target;
  readonly content: Content;
  /** the file it carries; `content` is its caption then */
  readonly file?: OutgoingFile;
}

const sendBackoff = { baseMs: 250, maxMs: 15_000 };

/**
 * Sends each conversation's messages one after the other: none before the one ahead of it is resolved. A message with a
 * file takes its place in that order once its file is with the server, files in the order in which they were sent: what
 * one writes meanwhile does not wait for them. RCV1
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { book, files, connection, ids, clock, random, userId, onStored, times } = options;
  /** Conversations whose lane is at work, of this connect. */
  let busy = new Set<string>();
  /** Queued messages that were confirmed as such since the last connect. */
  let confirmed = new Set<string>();
  /** Ids of those that are being sent at this moment. */
  const underWay = new Set<string>();
  let lastOrder = 0;
  let sender: string | undefined;
  let isLeading = false;
  /** Counts connects: a lane of an earlier one stops. */
  let epoch = 0;

  function nextOrder(): number {
    // After all there is, also when the clock went back.
    const newest = book.items.getSnapshot().at(-1)?.order ?? 0;
    lastOrder = Math.max(lastOrder, newest, clock.nowMs() * 1000) + 1;
    return lastOrder;
  }

  function findNext(conversation: string): OutboxItem | undefined {
    return book.items
      .getSnapshot()
      .find(
        (item) =>
          item.conversation === conversation &&
          item.owner === sender &&
          (item.status === 'pending' || (item.status === 'queued' && !confirmed.has(item.id))),
      );
  }

  const uploads = createUploads({
    ...options,
    onUploaded: () => work(),
    onRefused: (item, error) => {
      void refuse(item, error);
      work();
    },
  });

  /** Uploaded ones take their place in the order, unless one before them is still on its way. */
  function admit(): void {
    const held = new Set<string>();
    for (const item of book.items.getSnapshot()) {
      if (item.status !== 'uploading' || item.owner !== sender) continue;
      const media = item.attachment?.media;
      if (media === undefined) held.add(item.conversation);
      if (media === undefined || held.has(item.conversation)) continue;
      const content = { ...item.content, content_type: media.content_type, media_id: media.media_id };
      void book.put({ ...item, content, status: 'pending', order: nextOrder() }).then(work);
    }
  }

  function work(): void {
    if (sender === undefined || !isLeading) return;
    uploads.work(sender);
    admit();
    const conversations = new Set(book.items.getSnapshot().map(({ conversation }) => conversation));
    for (const conversation of conversations) void runLane(conversation, epoch);
  }

  async function runLane(conversation: string, begun: number): Promise<void> {
    if (busy.has(conversation)) return;
    const lanes = busy;
    lanes.add(conversation);
    let failures = 0;
    for (;;) {
      const item = findNext(conversation);
      // Not kept yet: `add` comes again when it is.
      if (begun !== epoch || sender === undefined || item === undefined || !book.isKept(item.id)) break;
      const delayMs = await sendOnce(item, failures);
      failures = delayMs === undefined ? 0 : failures + 1;
      if (delayMs !== undefined && begun === epoch) await wait(clock, delayMs);
    }
    lanes.delete(conversation);
  }

  /** Sends one message. Resolves with the time to wait before it goes again, or undefined when it is settled. */
  async function sendOnce(item: OutboxItem, failures: number): Promise<number | undefined> {
    const jitterMs = backoffMs(sendBackoff, failures, random.fraction());
    underWay.add(item.id);
    const outcome = await connection.attempt('send_message', {
      ...item.content,
      ...item.target,
      id: item.id,
    });
    underWay.delete(item.id);
    if (outcome?.ok === true) settle(item, outcome.value);
    if (outcome?.ok === true || book.find(item.id) === undefined) return undefined;
    if (outcome === undefined) return jitterMs;
    const { error } = outcome;
    if (error.retry) return Math.max(error.retry_after_ms ?? 0, jitterMs);
    if (error.code === 'unauthenticated') return jitterMs;
    const isIdRefused = error.code === 'invalid' && error.issues?.some(({ path }) => path === 'id') === true;
    // Made on a clock that was ahead; nothing is stored under it. SND5
    if (isIdRefused && !replacedIds.has(item.id)) await replaceId(item);
    else await refuse(item, error);
    return undefined;
  }

  /** Ids that already are replacements: refused again, the fault is not the clock's. */
  const replacedIds = new Set<string>();

  function replaceId(item: OutboxItem): Promise<void> {
    const id = ids.newId();
    replacedIds.add(id);
    return book.put({ ...item, id }, { replaced: item.id });
  }

  function refuse(item: OutboxItem, error: Refusal): Promise<void> {
    times.note(item.id, 'failedAtMs');
    return book.put({ ...item, status: 'failed', error });
  }

  function settle(item: OutboxItem, answer: SendAnswer): void {
    times.note(item.id, 'writtenAtMs', item.writtenAtMs);
    // A repeated send learns what happened earlier, not when.
    if (answer.duplicate !== true) times.note(item.id, answer.seq === null ? 'queuedAtMs' : 'storedAtMs');
    if (answer.seq !== null) {
      onStored(item, answer);
      void book.remove(item.id);
      return;
    }
    confirmed.add(item.id);
    if (item.status !== 'queued' && book.find(item.id) !== undefined)
      void book.put({ ...item, status: 'queued', acceptedAt: answer.created_at }).then(work);
  }

  async function add({ file, ...message }: NewMessage): Promise<string> {
    const id = ids.newId();
    times.note(id, 'writtenAtMs');
    const item = { ...message, id, order: nextOrder(), writtenAtMs: clock.nowMs() };
    if (file === undefined) await book.put({ ...item, status: 'pending' });
    else
      await book.put(
        {
          ...item,
          content: { ...message.content, content_type: file.kind },
          status: 'uploading',
          attachment: attachmentOf(id, file),
        },
        { files: files.hold(id, file) },
      );
    work();
    return id;
  }

  return {
    progress: uploads.progress,
    items: derive([book.items, userId], (items, owner) => items.filter((item) => item.owner === owner)),
    add,
    resolve(id) {
      const item = book.find(id);
      if (item !== undefined) times.note(id, 'writtenAtMs', item.writtenAtMs);
      void book.remove(id);
    },
    stored(answer) {
      const item = book.find(answer.id);
      if (item?.status === 'queued') settle(item, answer);
    },
    fail(id, error) {
      const item = book.find(id);
      if (item !== undefined) void refuse(item, error);
    },
    async discard(id) {
      const item = book.find(id);
      // What is on its way may be stored already, and would say them too.
      const heir = item && !underWay.has(id) ? heirOf(item, book.items.getSnapshot()) : undefined;
      const kept = Promise.all([heir && book.put(heir), book.remove(id)]);
      work();
      await kept;
    },
    async resend(id, content) {
      const item = book.find(id);
      if (item?.status !== 'failed') return undefined;
      const { error: _error, acceptedAt: _acceptedAt, ...rest } = item;
      const fresh = { ...rest, ...uploadAgain(item), id: ids.newId(), order: nextOrder() };
      await book.put(
        { ...fresh, content: content ?? item.content, writtenAtMs: clock.nowMs() },
        { replaced: id },
      );
      work();
      return fresh.id;
    },
    resume(userId) {
      epoch += 1;
      busy = new Set();
      sender = userId;
      confirmed = new Set();
      work();
    },
    pause() {
      epoch += 1;
      sender = undefined;
      uploads.pause();
    },
    stop: () => uploads.stop(),
    lead() {
      isLeading = true;
      work();
    },
    follow() {
      isLeading = false;
      epoch += 1;
      busy = new Set();
      uploads.stop();
    },
    isLeading: () => isLeading,
    async reload() {
      await book.load();
      work();
    },
  };
}

function attachmentOf(fileId: string, { file, poster, draft: _draft, ...look }: OutgoingFile): Attachment {
  return { ...look, fileId, hasPoster: poster !== undefined, mimeType: file.type, size: file.size };
}

/** A file that the server did not take, or has no longer, goes again from its beginning. */
function uploadAgain({ attachment, error }: OutboxItem): Pick<OutboxItem, 'status' | 'attachment'> {
  if (attachment === undefined) return { status: 'pending' };
  if (attachment.media !== undefined && error?.code !== 'not_found') return { status: 'pending' };
  const { url: _url, media: _media, ...rest } = attachment;
  return { status: 'uploading', attachment: rest };
}
