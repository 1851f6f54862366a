import { useApp } from '../../app/app-context.tsx';
import { useSelected } from '../../app/use-observable.ts';
import { useConversation } from '../conversation-context.tsx';
import { findShown } from '../rows/use-reply-source.ts';
import type { ComposerMode } from './composer-mode.ts';

/** How many files go with what is written, so that it may be nothing: those chosen, or that of what is edited. */
export function useCarried(mode: ComposerMode): number {
  const { chosenFiles } = useApp();
  const { handle } = useConversation();
  const chosen = useSelected(chosenFiles.all, (all) => all.get(handle.id)?.length ?? 0);
  const editedId = mode.kind === 'edit' ? mode.messageId : undefined;
  const hasFile = useSelected(
    handle.view,
    (view) => editedId !== undefined && (findShown(view, editedId)?.media ?? null) !== null,
  );
  return editedId === undefined ? chosen : Number(hasFile);
}
