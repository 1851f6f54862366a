import { useState, type ReactNode } from 'react';
import { late } from '../design/late.tsx';
import type { MenuAnchor } from '../design/menu.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { MessageMenu } from './message-menu.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

const ReadBy = late(async () => (await import('../details/read-by.tsx')).ReadBy);

export interface MessageTools {
  readonly openMenu: (message: ShownMessage, anchor: MenuAnchor) => void;
  /** whichever of them is open; to be drawn inside of the conversation's context */
  readonly open: ReactNode;
}

/** The menu of a message, and what it leads to: one of each for all messages. */
export function useMessageTools(conversation: string): MessageTools {
  const [menu, setMenu] = useState<{ readonly message: ShownMessage; readonly anchor: MenuAnchor }>();
  const [deleting, setDeleting] = useState<ShownMessage>();
  const [readSeq, setReadSeq] = useState<number | null>(null);
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
            onShowReaders={({ seq }) => setReadSeq(seq)}
          />
        )}
        <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} />
        {readSeq !== null && (
          <ReadBy conversation={conversation} seq={readSeq} isOpen onClose={() => setReadSeq(null)} />
        )}
      </>
    ),
  };
}
