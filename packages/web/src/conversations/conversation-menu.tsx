import { useRef, useState, type ReactNode } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { MenuAt } from '../design/menu.tsx';
import type { Anchor } from '../design/use-anchor.ts';
import { conversationMenuItems } from './conversation-menu-items.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { findRowLink } from './row-element.ts';
import { useConversationActions } from './use-conversation-actions.ts';

export interface AskedMenu {
  readonly conversation: Conversation;
  readonly place: Anchor;
}

export interface ConversationMenuProps {
  readonly asked: AskedMenu | undefined;
  readonly currentId: string | undefined;
  readonly onClosed: () => void;
}

/** One menu for all rows, at whichever was asked; and the question before somebody leaves a group. */
export function ConversationMenu({ asked, currentId, onClosed }: ConversationMenuProps): ReactNode {
  const { clock } = useApp();
  const actions = useConversationActions();
  const isLeaveDue = useRef(false);
  const [leaving, setLeaving] = useState<Conversation>();
  const [isLeaving, setIsLeaving] = useState(false);

  function end({ conversation }: AskedMenu): void {
    onClosed();
    // Only now the keyboard is back at the row, and the dialog can give it back there.
    if (!isLeaveDue.current) return;
    isLeaveDue.current = false;
    setLeaving(conversation);
    setIsLeaving(true);
  }

  const onLeave = (): void => {
    isLeaveDue.current = true;
  };
  return (
    <>
      {asked !== undefined && (
        <MenuAt
          key={asked.conversation.id}
          anchor={asked.place}
          align={asked.place instanceof Element ? 'end' : 'start'}
          items={conversationMenuItems(asked.conversation, { actions, nowMs: clock.nowMs(), onLeave })}
          finalFocus={() =>
            asked.place instanceof HTMLElement ? asked.place : (findRowLink(asked.conversation.id) ?? true)
          }
          onClosed={() => end(asked)}
        />
      )}
      {leaving !== undefined && (
        <LeaveDialog
          group={leaving}
          isCurrent={leaving.id === currentId}
          isOpen={isLeaving}
          onClose={() => setIsLeaving(false)}
        />
      )}
    </>
  );
}
