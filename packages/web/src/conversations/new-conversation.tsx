import { lazy, Suspense, useEffect } from 'react';
import { useWasOpen } from '../design/use-was-open.ts';
import type { OpenNewConversationProps } from './open-new-conversation.tsx';

const load = async () => ({ default: (await import('./open-new-conversation.tsx')).OpenNewConversation });
const OpenNewConversation = lazy(load);

/** The dialog that begins a conversation. It loads after the first screen, and is there when it is asked for. */
export function NewConversation(props: OpenNewConversationProps) {
  useEffect(() => void load(), []);
  return (
    useWasOpen(props.isOpen) && (
      <Suspense>
        <OpenNewConversation {...props} />
      </Suspense>
    )
  );
}
