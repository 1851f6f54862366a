import { backoffMs } from '../backoff.ts';
import { createStore, type Observable } from '../observable.ts';
import type { OutboxBook } from '../outbox/outbox-book.ts';
import type { OutboxItem } from '../outbox/outbox-item.ts';
import { wait, type Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Refusal } from '../wire.ts';
import type { AttachedFiles } from './attached-files.ts';
import { posterKey, type Attachment, type UploadedMedia } from './attachment.ts';
import type { Uploader } from './uploader.ts';

export interface UploadsOptions {
  readonly book: OutboxBook;
  readonly files: Pick<AttachedFiles, 'find'>;
  readonly uploader: Uploader;
  readonly clock: Clock;
  readonly random: Random;
  /** The server has all of it. */
  readonly onUploaded: (item: OutboxItem) => void;
  readonly onRefused: (item: OutboxItem, error: Refusal) => void;
}

export interface Uploads {
  /** bytes of each that have arrived, by message id; of those that this tab is bringing */
  readonly progress: Observable<ReadonlyMap<string, number>>;
  /** Brings what waits for `owner`, and ends what waits no longer. */
  work(owner: string): void;
  /** Begins nothing more, nor tries again; what runs goes on. */
  pause(): void;
  /** Ends everything; it goes on from there at the next `work`. */
  stop(): void;
}

type Uploading = OutboxItem & { readonly attachment: Attachment };

/** More at once only make each other slower. */
const mostAtOnce = 3;
const uploadBackoff = { baseMs: 500, maxMs: 15_000 };

/** Brings the files of messages to the server, a few at a time, through every interruption. WEB8 */
export function createUploads(options: UploadsOptions): Uploads {
  const { book, files, uploader, clock, random, onUploaded, onRefused } = options;
  const progress = createStore<ReadonlyMap<string, number>>(new Map());
  const running = new Map<string, AbortController>();
  let owner: string | undefined;

  function find(id: string): Uploading | undefined {
    const item = book.find(id);
    return item !== undefined && isUploading(item) ? item : undefined;
  }

  function work(): void {
    for (const [id, over] of running) if (find(id) === undefined) over.abort();
    if (owner === undefined) return;
    for (const item of book.items.getSnapshot()) {
      if (running.size >= mostAtOnce) return;
      const isNext = isUploading(item) && item.owner === owner && item.attachment.media === undefined;
      if (isNext && book.isKept(item.id) && !running.has(item.id)) void run(item.id);
    }
  }

  async function run(id: string): Promise<void> {
    const over = new AbortController();
    running.set(id, over);
    const isOver = (): boolean => over.signal.aborted;
    let at = find(id)?.attachment.url;
    let failures = 0;
    while (owner !== undefined && !isOver()) {
      const item = find(id);
      const file = item && (await files.find(item.attachment.fileId));
      if (item === undefined) break;
      if (file === undefined) {
        onRefused(item, fileGone);
        break;
      }
      const outcome = await uploader.upload({
        file,
        look: item.attachment,
        at,
        onBegun: (begun) => {
          at = begun;
          change(id, { url: begun });
        },
        onProgress: (bytes) => {
          if (bytes > (progress.getSnapshot().get(id) ?? 0)) failures = 0;
          if (!isOver()) progress.set(new Map(progress.getSnapshot()).set(id, bytes));
        },
        signal: over.signal,
      });
      const now = find(id);
      if (isOver() || now === undefined) break;
      if (outcome.ok) {
        await finish(now, outcome.value);
        break;
      }
      // Who is signed out signs in again, or discards it.
      if (!outcome.error.retry && outcome.error.code !== 'unauthenticated') {
        onRefused(now, outcome.error);
        break;
      }
      await wait(
        clock,
        Math.max(outcome.error.retry_after_ms ?? 0, backoffMs(uploadBackoff, failures, random.fraction())),
      );
      failures += 1;
    }
    if (at !== undefined && book.find(id) === undefined) void uploader.drop(at);
    if (running.get(id) === over) end(id);
    work();
  }

  function end(id: string): void {
    running.delete(id);
    const left = new Map(progress.getSnapshot());
    if (left.delete(id)) progress.set(left);
  }

  async function finish(item: Uploading, found: UploadedMedia): Promise<void> {
    const { attachment } = item;
    const poster = attachment.hasPoster ? await files.find(posterKey(attachment.fileId)) : undefined;
    // A video without its picture is shown all the same.
    const media = (poster && (await uploader.setPoster(found.media_id, poster))) ?? found;
    const uploaded = change(item.id, { media });
    if (uploaded !== undefined) onUploaded(uploaded);
  }

  /** Notes how far it has come; where the storage refuses, the upload only begins anew after a reload. */
  function change(id: string, more: Partial<Attachment>): Uploading | undefined {
    const item = find(id);
    if (item === undefined) return undefined;
    const changed = { ...item, attachment: { ...item.attachment, ...more } };
    void book.put(changed);
    return changed;
  }

  function stop(): void {
    owner = undefined;
    for (const [id, over] of running) {
      over.abort();
      end(id);
    }
  }

  return {
    progress,
    work(wanted) {
      if (owner !== undefined && owner !== wanted) stop();
      owner = wanted;
      work();
    },
    pause() {
      owner = undefined;
    },
    stop,
  };
}

function isUploading(item: OutboxItem): item is Uploading {
  return item.status === 'uploading' && item.attachment !== undefined;
}

const fileGone: Refusal = {
  code: 'not_found',
  message: 'The file is no longer on this device. Choose it again.',
  retry: false,
};
