import { useState, type ReactNode } from 'react';
import { late } from '../design/late.tsx';
import type { Anchor } from '../design/use-anchor.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { MessageMenu } from './message-menu.tsx';
import type { ConversationContext } from './conversation-context.tsx';
import type { ReactionPopoverProps } from './reactions/reaction-popover.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

const Gallery = late(async () => (await import('../media/gallery/gallery.tsx')).Gallery);
const MessageDetails = late(async () => (await import('../details/message-details.tsx')).MessageDetails);
const ReactionPopover = late(async () => (await import('./reactions/reaction-popover.tsx')).ReactionPopover);

export interface MessageTools {
  readonly openMenu: (message: ShownMessage, anchor: Anchor) => void;
  readonly react: ConversationContext['react'];
  readonly openGallery: (messageId: string) => void;
  /** whichever of them is open; to be drawn inside of the conversation's context */
  readonly open: ReactNode;
}

/** The menu of a message, and what it leads to: one of each for all messages. */
export function useMessageTools(): MessageTools {
  const [menu, setMenu] = useState<{ readonly message: ShownMessage; readonly anchor: Anchor }>();
  const [deleting, setDeleting] = useState<ShownMessage>();
  const [galleryAt, setGalleryAt] = useState<string>();
  const [detailed, setDetailed] = useState<ShownMessage>();
  const [openMenu] = useState(() => (message: ShownMessage, anchor: Anchor) => setMenu({ message, anchor }));
  const [reacting, setReacting] = useState<Omit<ReactionPopoverProps, 'onClosed'>>();
  const [react] = useState(
    () =>
      (message: ShownMessage, anchor: Anchor, isWhole = false) =>
        setReacting({ message, anchor, isWhole }),
  );
  return {
    openMenu,
    react,
    // Stays the same.
    openGallery: setGalleryAt,
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
        {reacting !== undefined && (
          <ReactionPopover key={reacting.message.id} {...reacting} onClosed={() => setReacting(undefined)} />
        )}
        <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} />
        {galleryAt !== undefined && <Gallery startId={galleryAt} onClose={() => setGalleryAt(undefined)} />}
        {detailed !== undefined && (
          <MessageDetails message={detailed} onClose={() => setDetailed(undefined)} />
        )}
      </>
    ),
  };
}
