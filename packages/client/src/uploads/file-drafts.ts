import { dropOldest } from '../drop-oldest.ts';
import type { MessageIds } from '../message-ids.ts';
import { createStore, derive, type Observable } from '../observable.ts';
import type { Content } from '../outbox/outbox-item.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';
import type { Tabs } from '../ports/tabs.ts';
import type { FileLook, OutgoingFile } from './attachment.ts';

/** A file that somebody chose for a conversation, and has not sent. */
export interface FileDraft {
  readonly key: string;
  /** the user who chose it: what one account chose is not shown to another. SEC1 */
  readonly owner: string;
  readonly conversation: string;
  readonly file: Blob;
  /** as it was known when it was chosen */
  readonly look: FileLook;
  /** ascending as they were chosen */
  readonly order: number;
  /** it is to be sent, together with others, as soon as the app has looked at all of them */
  readonly release?: Release;
}

export interface Release {
  /** UUIDv7: the same for all that go together, and their album */
  readonly id: string;
  /** what is said with the first of them */
  readonly words: Pick<Content, 'content' | 'reply_to'>;
}

/**
 * What is chosen and not sent, in the storage: it survives a reload, and all tabs show the same. It goes when it is sent,
 * discarded, or its owner signs out. WEB8
 */
export interface FileDrafts {
  /** of the account whose client this is, as they were chosen */
  readonly items: Observable<readonly FileDraft[]>;
  /** whether a reload would lose some: they are not kept yet, are too many, or the storage refused them */
  readonly areAtRisk: Observable<boolean>;
  /** Shows it at once, and keeps it as far as there is room. */
  add(conversation: string, file: OutgoingFile): void;
  remove(keys: readonly string[]): Promise<void>;
  /** Says that they are to be sent, also after a reload, and by whichever tab is ready first. */
  release(keys: readonly string[], words: Release['words']): void;
  /**
   * Takes them away, to be sent: calls `send` with those that no other tab has sent or discarded, one tab at a time.
   * One that is sent as `OutgoingFile.draft` moves to the outbox in one step.
   */
  take(keys: readonly string[], send: (left: readonly FileDraft[]) => Promise<unknown>): Promise<void>;
}

export interface FileDraftsOptions {
  readonly storage: Storage;
  readonly tabs: Tabs;
  readonly ids: Pick<MessageIds, 'newId'>;
  /** '' while nobody is signed in */
  readonly userId: Observable<string>;
}

/** Kept at most, of all conversations: what is sent needs room too. */
const most = { files: 200, bytes: 500 * 1024 * 1024 };
/** More than can be removed while one read is under way. */
const maxRemoved = 1_000;

export function createFileDrafts({ storage, tabs, ids, userId }: FileDraftsOptions) {
  const held = createStore<ReadonlyMap<string, FileDraft>>(new Map());
  /** Keys that the storage does not have, or not yet. */
  const unkept = createStore<ReadonlySet<string>>(new Set());
  /** Keys removed here, which a read that began earlier may still bring. */
  const removed = new Set<string>();

  function mark(key: string, isUnkept: boolean): void {
    const keys = new Set(unkept.getSnapshot());
    if (isUnkept) keys.add(key);
    else keys.delete(key);
    unkept.set(keys);
  }

  async function write(changes: readonly StorageChange[]): Promise<boolean> {
    try {
      await storage.write(changes);
      tabs.announce('outbox');
      return true;
    } catch {
      return false; // the page asks before it goes
    }
  }

  async function keep(draft: FileDraft): Promise<void> {
    const { key, file } = draft;
    mark(key, true);
    const all = [...held.getSnapshot().values()];
    const bytes = all.reduce((sum, one) => sum + one.file.size, 0);
    if (all.length > most.files || bytes > most.bytes) return;
    const isKept = await write([recordOf(draft), { table: 'files', key, value: file }]);
    if (isKept) mark(key, false);
  }

  function forget(keys: readonly string[]): void {
    const left = new Map(held.getSnapshot());
    for (const key of keys) {
      left.delete(key);
      mark(key, false);
      dropOldest(removed.add(key), maxRemoved);
    }
    held.set(left);
  }

  async function remove(keys: readonly string[]): Promise<void> {
    forget(keys);
    if (keys.length > 0) await write(keys.flatMap(removalOf));
  }

  /** What the storage has, by key; undefined: it could not be read. */
  async function readRecords(): Promise<ReadonlyMap<string, DraftRecord> | undefined> {
    const listed = await storage.list('drafts').catch(() => undefined);
    // The table holds what `recordOf` makes.
    return listed && new Map((listed as readonly DraftRecord[]).map((one) => [one.key, one]));
  }

  /** Reads the storage; again after another tab wrote. */
  async function load(): Promise<void> {
    const records = await readRecords();
    if (records === undefined) return;
    const gone = [...held.getSnapshot().keys()].filter(
      (key) => !records.has(key) && !unkept.getSnapshot().has(key),
    );
    const files = new Map<string, unknown>();
    for (const key of records.keys())
      if (!held.getSnapshot().has(key))
        files.set(key, await storage.find('files', key).catch(() => undefined));
    // All at once: those that are released together go together.
    const next = new Map(held.getSnapshot());
    for (const key of gone) next.delete(key);
    for (const [key, record] of records) {
      const file = next.get(key)?.file ?? files.get(key);
      // What this tab has done since is newer than what was read.
      if (file instanceof Blob && !removed.has(key)) next.set(key, { ...record, file, ...next.get(key) });
    }
    held.set(next);
  }

  const drafts: FileDrafts = {
    items: derive([held, userId], (all, owner) =>
      [...all.values()].filter((one) => one.owner === owner).sort(inOrder),
    ),
    areAtRisk: derive([unkept], ({ size }) => size > 0),
    add(conversation, { file, poster: _poster, draft: _draft, ...look }) {
      const newest = Math.max(0, ...[...held.getSnapshot().values()].map(({ order }) => order));
      const [key, owner] = [ids.newId(), userId.getSnapshot()];
      const draft = { key, owner, conversation, file, look, order: newest + 1 };
      held.set(new Map(held.getSnapshot()).set(key, draft));
      void keep(draft);
    },
    remove,
    release(keys, words) {
      const release = { id: ids.newId(), words };
      const next = new Map(held.getSnapshot());
      const released = keys.flatMap((key) => next.get(key) ?? []).map((draft) => ({ ...draft, release }));
      for (const draft of released) next.set(draft.key, draft);
      held.set(next);
      void write(released.map(recordOf));
    },
    async take(keys, send) {
      const taken = keys.flatMap((key) => held.getSnapshot().get(key) ?? []);
      const isOnlyHere = new Set(unkept.getSnapshot());
      forget(keys);
      await tabs.alone(async () => {
        const kept = await readRecords();
        await send(taken.filter(({ key }) => kept === undefined || kept.has(key) || isOnlyHere.has(key)));
        // Also where the storage had no room for what was sent.
        await remove(keys);
      });
    },
  };
  return { ...drafts, load };
}

type DraftRecord = Omit<FileDraft, 'file'>;

/** What keeps a draft in the storage; its bytes are a table of their own. */
function recordOf({ file: _file, ...record }: FileDraft): StorageChange {
  return { table: 'drafts', key: record.key, value: record };
}

/** What removes a draft from the storage. */
export function removalOf(key: string): readonly StorageChange[] {
  return [
    { table: 'drafts', key },
    { table: 'files', key },
  ];
}

function inOrder(one: FileDraft, other: FileDraft): number {
  return one.order - other.order || (one.key < other.key ? -1 : 1);
}
