import { createCanvasCanDraw, keepDrawable } from './emoji-support.ts';
import { emojiTablePath } from './emoji-table-path.ts';
import { readEmojiTable, type EmojiRow, type EmojiTable } from './emoji-table.ts';

/** Loads at the first call and keeps what came; a failure is not kept, so that the next call tries again. */
export function createOnceLoader<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function fetchEmojiTable(): Promise<EmojiTable> {
  const response = await fetch(emojiTablePath);
  if (!response.ok) throw new Error(`${emojiTablePath} answered ${response.status}`);
  // Our own build wrote it, and its path names its content.
  const rows = (await response.json()) as EmojiRow[];
  return keepDrawable(readEmojiTable(rows), createCanvasCanDraw());
}

/** The emoji that this device can draw, from our own origin, fetched once. Rejects when that fails. */
export const loadEmojiTable = createOnceLoader(fetchEmojiTable);
