import type { OpenNewConversationProps } from './open-new-conversation.tsx';
import { useLoaded } from './use-loaded.ts';

const load = async () => (await import('./open-new-conversation.tsx')).OpenNewConversation;

/** The dialog that begins a conversation. */
export function NewConversation(props: OpenNewConversationProps) {
  const OpenNewConversation = useLoaded(load, props.isOpen);
  return OpenNewConversation !== undefined && <OpenNewConversation {...props} />;
}
