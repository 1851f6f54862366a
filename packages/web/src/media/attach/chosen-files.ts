import { createStore, type Client, type Observable, type OutgoingFile } from '@parley/client';
import type { Notices } from '../../device/notices.ts';
import { texts } from '../../texts/texts.ts';
import { formatSize } from '../format-media.ts';
import type { ChosenFile } from './chosen-file.ts';
import { kindOfFile } from './kind-of-file.ts';
import { prepareFile } from './prepare-file.ts';

/** Files that are chosen and not sent yet, by conversation. */
export interface ChosenFiles {
  readonly all: Observable<ReadonlyMap<string, readonly ChosenFile[]>>;
  /** Those that may be sent; what may not is said at the edge of the screen. */
  add(conversation: string, files: readonly Blob[]): void;
  /** One that this app made itself, such as a recording that was not sent. */
  keep(conversation: string, outgoing: OutgoingFile): void;
  remove(conversation: string, key: string): void;
  /** Takes them away, to be sent. */
  take(conversation: string): readonly ChosenFile[];
}

/** At once; more can follow. */
export const mostFiles = 30;

export interface ChosenFilesOptions {
  readonly limits: Client['limits'];
  readonly notices: Pick<Notices, 'say'>;
  /** '' while nobody is signed in */
  readonly userId: () => string;
}

export function createChosenFiles({ limits, notices, userId }: ChosenFilesOptions): ChosenFiles {
  const all = createStore<ReadonlyMap<string, readonly ChosenFile[]>>(new Map());
  let made = 0;

  let owner = '';

  /** What one account chose is not shown to another. */
  function follow(): void {
    const now = userId();
    if (now === '' || now === owner) return;
    if (owner !== '') all.set(new Map());
    owner = now;
  }

  const chosenIn = (conversation: string): readonly ChosenFile[] => all.getSnapshot().get(conversation) ?? [];

  function set(conversation: string, files: readonly ChosenFile[]): void {
    const next = new Map(all.getSnapshot());
    if (files.length === 0) next.delete(conversation);
    else next.set(conversation, files);
    all.set(next);
  }

  /** Why it cannot be sent, as a sentence. */
  function refusalOf(file: Blob): string | undefined {
    const most = limits.getSnapshot().upload_bytes;
    if (file.size === 0) return texts.media.isEmpty(nameOf(file));
    return file.size > most ? texts.media.tooLarge(nameOf(file), formatSize(most)) : undefined;
  }

  function choose(conversation: string, file: Blob): ChosenFile {
    const whenReady = Promise.withResolvers<ChosenFile>();
    made += 1;
    const chosen: ChosenFile = {
      key: String(made),
      file,
      look: { filename: nameOf(file), kind: kindOfFile(file) },
      ...bare,
      isPreparing: true,
      whenReady: whenReady.promise,
    };
    void prepareFile(file, chosen.look.filename).then((prepared) => {
      const isShowable = prepared.look.kind === 'image' || prepared.look.kind === 'video';
      const ready = { ...chosen, ...prepared, isPreparing: false, isShowable };
      const replace = (one: ChosenFile): ChosenFile => (one.key === chosen.key ? ready : one);
      set(conversation, chosenIn(conversation).map(replace));
      whenReady.resolve(ready);
    });
    return chosen;
  }

  return {
    all: {
      subscribe: all.subscribe,
      getSnapshot() {
        follow();
        return all.getSnapshot();
      },
    },
    add(conversation, files) {
      follow();
      const room = mostFiles - chosenIn(conversation).length;
      if (files.length > room) notices.say(texts.media.tooMany(mostFiles));
      for (const file of files.slice(0, room)) {
        const refusal = refusalOf(file);
        if (refusal === undefined) set(conversation, [...chosenIn(conversation), choose(conversation, file)]);
        else notices.say(refusal);
      }
    },
    keep(conversation, { file, ...look }) {
      follow();
      made += 1;
      const whenReady = Promise.withResolvers<ChosenFile>();
      const ready: ChosenFile = { key: String(made), file, look, ...bare, whenReady: whenReady.promise };
      set(conversation, [...chosenIn(conversation), ready]);
      whenReady.resolve(ready);
    },
    remove(conversation, key) {
      set(
        conversation,
        chosenIn(conversation).filter((file) => file.key !== key),
      );
    },
    take(conversation) {
      const known = chosenIn(conversation);
      set(conversation, []);
      return known;
    },
  };
}

/** What nothing more is known of than its look. */
const bare = { isShowable: false, poster: undefined, smaller: undefined, isPreparing: false } as const;

/** What is pasted from a picture has no name of its own. */
function nameOf(file: Blob): string {
  if (file instanceof File && file.name !== '') return file.name.slice(-200);
  const end = file.type.split('/')[1]?.split(/[;+]/)[0] ?? 'bin';
  return `${texts.media.pastedName}.${end === 'jpeg' ? 'jpg' : end}`;
}
