import { late } from '../design/late.tsx';
import { useWasOpen } from '../design/use-was-open.ts';
import type { OpenNewConversationProps } from './open-new-conversation.tsx';

const OpenNewConversation = late(
  async () => (await import('./open-new-conversation.tsx')).OpenNewConversation,
);

/** The dialog that begins a conversation. */
export function NewConversation(props: OpenNewConversationProps) {
  return useWasOpen(props.isOpen) && <OpenNewConversation {...props} />;
}
