import type { Conversation } from '@parley/client';

export type ListView = 'all' | 'unread' | 'archived';

export interface ChosenConversations {
  readonly shown: readonly Conversation[];
  readonly archivedCount: number;
}

/** Those of a view, in the order given. What is open stays in view when it has just been read. */
export function chooseConversations(
  conversations: readonly Conversation[],
  view: ListView,
  currentId: string | undefined,
): ChosenConversations {
  const shown = conversations.filter(({ id, archived, unread, marked_unread }) => {
    if (archived !== (view === 'archived')) return false;
    return view !== 'unread' || unread > 0 || marked_unread || id === currentId;
  });
  return { shown, archivedCount: conversations.filter(({ archived }) => archived).length };
}
