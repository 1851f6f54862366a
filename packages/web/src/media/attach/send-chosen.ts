import type { ConversationHandle, Release } from '@parley/client';
import type { ChosenFile } from './chosen-file.ts';

export interface SendChosenOptions {
  readonly handle: Pick<ConversationHandle, 'sendFile'>;
  /** which they are sent with: its words go with the first */
  readonly release: Release;
  /** photos go at a size for screens */
  readonly isSmaller: boolean;
}

/** Each file as a message, all at once, in the order in which they were chosen: one that is discarded finds its heir. */
export async function sendChosen(
  chosen: readonly ChosenFile[],
  { handle, release, isSmaller }: SendChosenOptions,
): Promise<void> {
  const together = chosen.length > 1 ? { album_id: release.id } : {};
  const kept = chosen.map(({ key, file, look, smaller, poster }, index) => {
    const sent = isSmaller && smaller !== undefined ? smaller : { file, look };
    const outgoing = {
      ...sent.look,
      file: sent.file,
      draft: key,
      ...(poster === undefined ? {} : { poster }),
    };
    return handle.sendFile(outgoing, { ...together, ...(index === 0 ? release.words : {}) });
  });
  await Promise.all(kept);
}
