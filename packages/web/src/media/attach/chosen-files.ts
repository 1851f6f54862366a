import {
  createStore,
  type Client,
  type FileDraft,
  type Observable,
  type OutgoingFile,
  type Release,
} from '@parley/client';
import type { Notices } from '../../device/notices.ts';
import { texts } from '../../texts/texts.ts';
import { formatSize } from '../format-media.ts';
import type { ChosenFile } from './chosen-file.ts';
import { kindOfFile } from './kind-of-file.ts';
import { prepareFile } from './prepare-file.ts';
import { sendChosen } from './send-chosen.ts';

/** Files that are chosen and not sent yet, by conversation. This device keeps them; each page looks at them itself. */
export interface ChosenFiles {
  readonly all: Observable<ReadonlyMap<string, readonly ChosenFile[]>>;
  /** Those that may be sent; what may not is said at the edge of the screen. */
  add(conversation: string, files: readonly Blob[]): void;
  /** One that this app made itself, such as a recording that was not sent. */
  keep(conversation: string, outgoing: OutgoingFile): void;
  remove(key: string): void;
  /** All that is chosen there, with these words; it goes as soon as it has been looked at, also after a reload. */
  send(conversation: string, words: Release['words']): void;
}

/** At once; more can follow. */
export const mostFiles = 30;

export interface ChosenFilesOptions {
  readonly client: Pick<Client, 'fileDrafts' | 'limits' | 'conversation'>;
  readonly notices: Pick<Notices, 'say'>;
  /** photos go at a size for screens */
  readonly isSmaller: () => boolean;
}

export function createChosenFiles({ client, notices, isSmaller }: ChosenFilesOptions): ChosenFiles {
  const { fileDrafts: drafts, limits } = client;
  const all = createStore<ReadonlyMap<string, readonly ChosenFile[]>>(new Map());
  /** What is known of each, by key. */
  const known = new Map<string, ChosenFile>();
  /** Ids of releases that this page is sending, or has sent. */
  const sending = new Set<string>();

  const chosenIn = (conversation: string): readonly ChosenFile[] => all.getSnapshot().get(conversation) ?? [];

  function show(): void {
    const items = drafts.items.getSnapshot();
    const keys = new Set(items.map(({ key }) => key));
    for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
    const waiting = items.filter(({ release }) => release === undefined);
    const shown = [...Map.groupBy(waiting, ({ conversation }) => conversation)];
    all.set(new Map(shown.map(([conversation, chosen]) => [conversation, chosen.map(find)])));
    for (const [id, released] of Map.groupBy(items, ({ release }) => release?.id)) {
      if (id === undefined || sending.has(id)) continue;
      sending.add(id);
      void send(released);
    }
  }

  const find = (draft: FileDraft): ChosenFile => known.get(draft.key) ?? lookAt(draft);

  /** Every tab tries: the first one that is ready sends. */
  async function send(released: readonly FileDraft[]): Promise<void> {
    const ready = await Promise.all(released.map((draft) => find(draft).whenReady));
    const keys = ready.map(({ key }) => key);
    await drafts.take(keys, async (left) => {
      const [first] = left;
      if (first?.release === undefined) return;
      const isLeft = new Set(left.map(({ key }) => key));
      await sendChosen(
        ready.filter(({ key }) => isLeft.has(key)),
        {
          handle: client.conversation(first.conversation),
          release: first.release,
          isSmaller: isSmaller(),
        },
      );
    });
  }

  function lookAt({ key, file, look }: FileDraft): ChosenFile {
    const whenReady = Promise.withResolvers<ChosenFile>();
    const bare = { key, file, look, isShowable: false, poster: undefined, smaller: undefined };
    // Of a recording all is known.
    const isPreparing = look.voice !== true;
    const chosen: ChosenFile = { ...bare, isPreparing, whenReady: whenReady.promise };
    known.set(key, chosen);
    if (isPreparing)
      void prepareFile(file, look.filename).then((prepared) => {
        const isShowable = prepared.look.kind === 'image' || prepared.look.kind === 'video';
        const ready = { ...chosen, ...prepared, isPreparing: false, isShowable };
        if (known.has(key)) known.set(key, ready);
        show();
        whenReady.resolve(ready);
      });
    else whenReady.resolve(chosen);
    return chosen;
  }

  /** Why it cannot be sent, as a sentence. */
  function refusalOf(file: Blob): string | undefined {
    const most = limits.getSnapshot().upload_bytes;
    if (file.size === 0) return texts.media.isEmpty(nameOf(file));
    return file.size > most ? texts.media.tooLarge(nameOf(file), formatSize(most)) : undefined;
  }

  drafts.items.subscribe(show);
  show();

  return {
    all,
    add(conversation, files) {
      const room = mostFiles - chosenIn(conversation).length;
      if (files.length > room) notices.say(texts.media.tooMany(mostFiles));
      for (const file of files.slice(0, room)) {
        const refusal = refusalOf(file);
        if (refusal !== undefined) notices.say(refusal);
        else drafts.add(conversation, { file, filename: nameOf(file), kind: kindOfFile(file) });
      }
    },
    keep: (conversation, outgoing) => drafts.add(conversation, outgoing),
    remove: (key) => void drafts.remove([key]),
    send(conversation, words) {
      drafts.release(
        chosenIn(conversation).map(({ key }) => key),
        words,
      );
    },
  };
}

/** What is pasted from a picture has no name of its own. */
function nameOf(file: Blob): string {
  if (file instanceof File && file.name !== '') return file.name.slice(-200);
  const end = file.type.split('/')[1]?.split(/[;+]/)[0] ?? 'bin';
  return `${texts.media.pastedName}.${end === 'jpeg' ? 'jpg' : end}`;
}
