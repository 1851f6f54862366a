import { createContext, useContext } from 'react';
import type { ConversationHandle } from '@parley/client';
import type { Anchor } from '../design/use-anchor.ts';
import type { ShownMessage } from './rows/shown-message.ts';

/** What the rows of one conversation share. It stays the same object while the conversation is open. */
export interface ConversationContext {
  readonly handle: ConversationHandle;
  readonly ownId: string;
  readonly isGroup: boolean;
  /** Opens the menu of a message at an element, or at a point of the screen. */
  readonly openMenu: (message: ShownMessage, anchor: Anchor) => void;
  /** Offers emoji to react with, at an element or a point; `isWhole`: all of them at once. */
  readonly react: (message: ShownMessage, anchor: Anchor, isWhole?: boolean) => void;
  readonly reply: (message: ShownMessage) => void;
  readonly edit: (message: ShownMessage) => void;
  readonly focusComposer: () => void;
  /** Opens the photo or video of a message large, among all of this conversation. */
  readonly openGallery: (messageId: string) => void;
  /** Brings a message into view and flashes it, wherever it is. */
  readonly jumpTo: (messageId: string) => void;
}

const Context = createContext<ConversationContext | undefined>(undefined);

export const ConversationProvider = Context.Provider;

export function useConversation(): ConversationContext {
  const context = useContext(Context);
  if (context === undefined) throw new Error('useConversation is called outside of a conversation.');
  return context;
}
