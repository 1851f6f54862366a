import { useApp } from '../../app/app-context.tsx';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from '../rows/shown-message.ts';

export interface React {
  readonly isOwn: (emoji: string) => boolean;
  /** Puts one's own reaction on, or takes it back. */
  readonly toggle: (emoji: string) => void;
}

export function useReact(message: ShownMessage): React {
  const { notices } = useApp();
  const { handle, ownId } = useConversation();
  const isOwn = (emoji: string): boolean =>
    message.reactions.some((one) => one.emoji === emoji && one.user_ids.includes(ownId));
  return {
    isOwn,
    toggle(emoji) {
      void handle.react(message.id, emoji, !isOwn(emoji)).then((answer) => {
        if (!answer.ok) notices.say(answer.error.message);
      });
    },
  };
}
