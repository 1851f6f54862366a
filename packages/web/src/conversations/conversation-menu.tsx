import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { MenuItems } from '../design/menu.tsx';
import { conversationMenuItems } from './conversation-menu-items.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { findRowLink } from './row-element.ts';
import { useConversationActions } from './use-conversation-actions.ts';
import { useConversationMenu, type OpenMenu } from './use-conversation-menu.ts';

export interface ConversationMenuProps {
  readonly conversations: readonly Conversation[];
  readonly currentId: string | undefined;
  /** the area whose rows have the menu */
  readonly area: ReactElement;
  /** `openId`: whose button has opened it */
  readonly children: (open: OpenMenu, openId: string | undefined) => ReactNode;
}

/** One menu for all rows: from their button, by right click, by a long press or by the key for it. */
export function ConversationMenu({ conversations, currentId, area, children }: ConversationMenuProps) {
  const { clock } = useApp();
  const actions = useConversationActions();
  const menu = useConversationMenu(conversations);
  const { opened, target, button, leaving } = menu;
  const popup = target && (
    <Menu.Popup className="menu" finalFocus={() => button ?? findRowLink(target.id) ?? null}>
      <MenuItems
        items={conversationMenuItems(target, { actions, nowMs: clock.nowMs(), onLeave: menu.leave })}
      />
    </Menu.Popup>
  );
  return (
    <>
      <ContextMenu.Root
        open={opened === 'pointer'}
        onOpenChange={(isOpen, details) => {
          if (!isOpen) menu.close();
          else if (!menu.openAtPointer()) details.cancel();
        }}
        onOpenChangeComplete={menu.onClosed}
      >
        <ContextMenu.Trigger
          render={area}
          onPointerDownCapture={menu.onPress}
          onTouchStartCapture={menu.onPress}
          onContextMenuCapture={menu.onPress}
        >
          {children(menu.openAtButton, opened === 'button' ? target?.id : undefined)}
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
        onOpenChange={(isOpen) => !isOpen && menu.close()}
        onOpenChangeComplete={menu.onClosed}
      >
        <Menu.Portal>
          <Menu.Positioner
            anchor={button}
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
          isOpen={menu.isLeaving}
          onClose={menu.endLeaving}
        />
      )}
    </>
  );
}
