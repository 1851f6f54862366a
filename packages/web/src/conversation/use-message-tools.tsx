import { useState, type ReactNode } from 'react';
import { late } from '../design/late.tsx';
import type { MenuAnchor } from '../design/menu.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { MessageMenu } from './message-menu.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

const MessageDetails = late(async () => (await import('../details/message-details.tsx')).MessageDetails);

export interface MessageTools {
  readonly openMenu: (message: ShownMessage, anchor: MenuAnchor) => void;
  /** whichever of them is open; to be drawn inside of the conversation's context */
  readonly open: ReactNode;
}

/** The menu of a message, and what it leads to: one of each for all messages. */
export function useMessageTools(): MessageTools {
  const [menu, setMenu] = useState<{ readonly message: ShownMessage; readonly anchor: MenuAnchor }>();
  const [deleting, setDeleting] = useState<ShownMessage>();
  const [detailed, setDetailed] = useState<ShownMessage>();
  const [openMenu] = useState(
    () => (message: ShownMessage, anchor: MenuAnchor) => setMenu({ message, anchor }),
  );
  return {
    openMenu,
    open: (
      <>
        {menu !== undefined && (
          <MessageMenu
            key={menu.message.id}
            {...menu}
            onClose={() => setMenu(undefined)}
            onDelete={setDeleting}
            onShowDetails={setDetailed}
          />
        )}
        <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} />
        {detailed !== undefined && (
          <MessageDetails message={detailed} onClose={() => setDetailed(undefined)} />
        )}
      </>
    ),
  };
}
