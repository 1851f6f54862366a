import { createStore, type Observable } from '@parley/client';
import type { LocalStore } from './local-store.ts';

/** What is written in a conversation and not sent. */
export interface Draft {
  readonly text: string;
  /** id of the message it answers */
  readonly replyTo?: string;
  /** a message that is being edited, with its new text; `text` waits meanwhile */
  readonly edit?: { readonly messageId: string; readonly text: string };
}

export interface Drafts {
  /** by conversation; a conversation without a draft is not in it */
  readonly all: Observable<ReadonlyMap<string, Draft>>;
  get(conversation: string): Draft | undefined;
  /** One with nothing in it is removed. */
  set(conversation: string, draft: Draft): void;
}

/** Drafts by conversation and account. Each key press is kept at once: a crash of the tab loses nothing. */
export function createDrafts(store: LocalStore, userId: () => string): Drafts {
  const all = createStore<ReadonlyMap<string, Draft>>(new Map());
  let owner: string | undefined;

  const prefixOf = (user: string): string => `draft ${user} `;

  /** The drafts are those of whoever is signed in now. */
  function follow(): void {
    if (owner === userId()) return;
    owner = userId();
    all.set(owner === '' ? new Map() : readAll(owner));
  }

  function readAll(user: string): Map<string, Draft> {
    const prefix = prefixOf(user);
    return new Map(
      store.keys(prefix).flatMap((key) => {
        const draft = readDraft(store.get(key));
        return draft === undefined ? [] : [[key.slice(prefix.length), draft] as const];
      }),
    );
  }

  store.onChanged((key) => {
    if (owner !== undefined && key.startsWith(prefixOf(owner))) all.set(readAll(owner));
  });

  return {
    all: {
      subscribe: all.subscribe,
      getSnapshot() {
        follow();
        return all.getSnapshot();
      },
    },
    get(conversation) {
      follow();
      return all.getSnapshot().get(conversation);
    },
    set(conversation, draft) {
      follow();
      const isEmpty = draft.text.trim() === '' && draft.replyTo === undefined && draft.edit === undefined;
      store.set(prefixOf(userId()) + conversation, isEmpty ? undefined : JSON.stringify(draft));
      const next = new Map(all.getSnapshot());
      if (isEmpty) next.delete(conversation);
      else next.set(conversation, draft);
      all.set(next);
    },
  };
}

function readDraft(json: string | undefined): Draft | undefined {
  try {
    const parsed: unknown = JSON.parse(json ?? '');
    if (!isRecord(parsed)) return undefined;
    const { text, replyTo, edit } = parsed;
    if (typeof text !== 'string') return undefined;
    return {
      text,
      ...(typeof replyTo === 'string' ? { replyTo } : {}),
      ...(isEdit(edit) ? { edit } : {}),
    };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isEdit(value: unknown): value is NonNullable<Draft['edit']> {
  return isRecord(value) && typeof value['messageId'] === 'string' && typeof value['text'] === 'string';
}
