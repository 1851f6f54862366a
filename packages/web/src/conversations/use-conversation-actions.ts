import { useMemo } from 'react';
import type { Conversation, Result } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useOwnId } from '../people/use-person.ts';
import { conversationName } from '../people/conversation-name.ts';
import { texts } from '../texts/texts.ts';
import { mutedUntil, type MuteLength } from './mute.ts';

export interface ConversationActions {
  markRead(conversation: Conversation): void;
  markUnread(conversation: Conversation): void;
  mute(conversation: Conversation, length: MuteLength): void;
  unmute(conversation: Conversation): void;
  /** Says so with a way back. */
  archive(conversation: Conversation): void;
  unarchive(conversation: Conversation): void;
  /** Resolves with whether one is out of the group. */
  leave(conversation: Conversation): Promise<boolean>;
}

/** What can be done to a conversation from outside. A refusal is said at the edge of the screen. */
export function useConversationActions(): ConversationActions {
  const { client, clock, notices } = useApp();
  const ownId = useOwnId();
  return useMemo(() => {
    async function tell(answering: Promise<Result<unknown>>): Promise<boolean> {
      const answer = await answering;
      if (!answer.ok) notices.say(answer.error.message);
      return answer.ok;
    }

    type Settings = Parameters<ReturnType<typeof client.conversation>['change']>[0];
    const change = (id: string, settings: Settings): Promise<boolean> =>
      tell(client.conversation(id).change(settings));

    async function archive(conversation: Conversation): Promise<void> {
      if (!(await change(conversation.id, { archived: true }))) return;
      const name = conversationName(conversation, ownId);
      const undo = (): void => void change(conversation.id, { archived: false });
      notices.say(texts.conversations.isArchived(name), { label: texts.conversations.undo, run: undo });
    }

    return {
      markRead: ({ id }) => client.conversation(id).markRead(),
      markUnread: ({ id }) => void change(id, { marked_unread: true }),
      mute: ({ id }, length) => void change(id, { muted_until: mutedUntil(length, clock.nowMs()) }),
      unmute: ({ id }) => void change(id, { muted_until: null }),
      archive: (conversation) => void archive(conversation),
      unarchive: ({ id }) => void change(id, { archived: false }),
      leave: ({ id }) => tell(client.http('leave_group', { params: { group_id: id } })),
    };
  }, [client, clock, notices, ownId]);
}
