import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu } from '@base-ui/react/menu';
import { useCallback, useRef, useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { MenuItems } from '../design/menu.tsx';
import { conversationMenuItems } from './conversation-menu-items.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { conversationAt, findRowLink } from './row-element.ts';
import { useConversationActions } from './use-conversation-actions.ts';

export interface ConversationMenuProps {
  readonly conversations: readonly Conversation[];
  readonly currentId: string | undefined;
  /** the area whose rows have the menu */
  readonly area: ReactElement;
  /** `openId`: whose button has opened it */
  readonly children: (open: OpenMenu, openId: string | undefined) => ReactNode;
}

export type OpenMenu = (conversation: Conversation, button: HTMLElement) => void;
type Opened = 'button' | 'pointer' | undefined;

/** One menu for all rows: from their button, by right click, by a long press or by the key for it. */
export function ConversationMenu({ conversations, currentId, area, children }: ConversationMenuProps) {
  const { clock } = useApp();
  const actions = useConversationActions();
  const [target, setTarget] = useState<Conversation>();
  const [opened, setOpened] = useState<Opened>();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const [leaving, setLeaving] = useState<Conversation>();
  const [isLeaving, setIsLeaving] = useState(false);
  const pressed = useRef<string | undefined>(undefined);

  const openAtButton = useCallback<OpenMenu>((conversation, anchor) => {
    setTarget(conversation);
    setButton(anchor);
    setOpened('button');
  }, []);

  function openAtPointer(): boolean {
    const conversation = conversations.find(({ id }) => id === pressed.current);
    if (conversation === undefined) return false;
    setTarget(conversation);
    setOpened('pointer');
    return true;
  }

  function leave(conversation: Conversation): void {
    setLeaving(conversation);
    setIsLeaving(true);
  }

  const rememberRow = ({ target: pressedOn }: SyntheticEvent): void => {
    pressed.current = conversationAt(pressedOn);
  };
  const items = target && conversationMenuItems(target, { actions, nowMs: clock.nowMs(), onLeave: leave });
  const popup = items && (
    <Menu.Popup
      className="menu"
      finalFocus={() => (opened === 'button' ? button : undefined) ?? findRowLink(target.id) ?? null}
    >
      <MenuItems items={items} />
    </Menu.Popup>
  );

  return (
    <>
      <ContextMenu.Root
        open={opened === 'pointer'}
        onOpenChange={(isOpen, details) => {
          if (!isOpen) setOpened(undefined);
          else if (!openAtPointer()) details.cancel();
        }}
      >
        <ContextMenu.Trigger
          render={area}
          onPointerDownCapture={rememberRow}
          onTouchStartCapture={rememberRow}
          onContextMenuCapture={rememberRow}
        >
          {children(openAtButton, opened === 'button' ? target?.id : undefined)}
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Positioner className="floating" collisionPadding={8}>
            {popup}
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      <Menu.Root
        modal={false}
        open={opened === 'button'}
        onOpenChange={(isOpen) => !isOpen && setOpened(undefined)}
      >
        <Menu.Portal>
          <Menu.Positioner
            anchor={button}
            side="bottom"
            align="end"
            sideOffset={4}
            collisionPadding={8}
            className="floating"
          >
            {popup}
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
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
