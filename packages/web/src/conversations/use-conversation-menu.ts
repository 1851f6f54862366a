import { useCallback, useRef, useState, type SyntheticEvent } from 'react';
import type { Conversation } from '@parley/client';
import { conversationAt } from './row-element.ts';

export type OpenMenu = (conversation: Conversation, button: HTMLElement) => void;

export interface ConversationMenuState {
  readonly opened: 'button' | 'pointer' | undefined;
  /** whose menu it is; stays while it closes */
  readonly target: Conversation | undefined;
  /** what it was opened with; null: by the pointer */
  readonly button: HTMLElement | null;
  /** the group about whose leaving is asked; stays while the dialog closes */
  readonly leaving: Conversation | undefined;
  readonly isLeaving: boolean;
  readonly openAtButton: OpenMenu;
  /** Notes whose row is pressed: the gesture that opens the menu says only where. */
  readonly onPress: (event: SyntheticEvent) => void;
  /** false when no row was pressed */
  readonly openAtPointer: () => boolean;
  readonly close: () => void;
  /** Asks as soon as the menu is closed. */
  readonly leave: () => void;
  readonly onClosed: (isOpen: boolean) => void;
  readonly endLeaving: () => void;
}

/** Which row's menu is open, and how it came to be. */
export function useConversationMenu(conversations: readonly Conversation[]): ConversationMenuState {
  const [opened, setOpened] = useState<ConversationMenuState['opened']>();
  const [target, setTarget] = useState<Conversation>();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const [leaving, setLeaving] = useState<Conversation>();
  const [isLeaving, setIsLeaving] = useState(false);
  const isLeaveDue = useRef(false);
  const pressed = useRef<string | undefined>(undefined);

  const open = useCallback((conversation: Conversation, anchor: HTMLElement | null) => {
    setTarget(conversation);
    setButton(anchor);
    setOpened(anchor === null ? 'pointer' : 'button');
  }, []);

  return {
    opened,
    target,
    button,
    leaving,
    isLeaving,
    openAtButton: open,
    onPress({ target: element }) {
      pressed.current = conversationAt(element);
    },
    openAtPointer() {
      const conversation = conversations.find(({ id }) => id === pressed.current);
      if (conversation !== undefined) open(conversation, null);
      return conversation !== undefined;
    },
    close: () => setOpened(undefined),
    leave() {
      isLeaveDue.current = true;
    },
    onClosed(isOpen) {
      // Only now the keyboard is back at the row, and the dialog can give it back there.
      if (isOpen || !isLeaveDue.current) return;
      isLeaveDue.current = false;
      setLeaving(target);
      setIsLeaving(true);
    },
    endLeaving: () => setIsLeaving(false),
  };
}
