import type { Client, Content, ConversationHandle } from '@parley/client';
import type { ChosenFile } from './chosen-file.ts';

export interface SendChosenOptions {
  readonly handle: Pick<ConversationHandle, 'sendFile'>;
  readonly newId: Client['newId'];
  /** what goes with the first of them: the caption, the answer */
  readonly first: Pick<Content, 'content' | 'reply_to'>;
  /** photos go at a size for screens */
  readonly isSmaller: boolean;
}

/** Each file as a message, all at once, in the order in which they were chosen: one that is discarded finds its heir. */
export async function sendChosen(
  chosen: readonly ChosenFile[],
  { handle, newId, first, isSmaller }: SendChosenOptions,
): Promise<void> {
  const together = chosen.length > 1 ? { album_id: newId() } : {};
  const kept = chosen.map(({ key, file, look, smaller, poster }, index) => {
    const sent = isSmaller && smaller !== undefined ? smaller : { file, look };
    const outgoing = {
      ...sent.look,
      file: sent.file,
      draft: key,
      ...(poster === undefined ? {} : { poster }),
    };
    return handle.sendFile(outgoing, { ...together, ...(index === 0 ? first : {}) });
  });
  await Promise.all(kept);
}
