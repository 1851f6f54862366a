import { Menu as Base } from '@base-ui/react/menu';
import { Copy, Eye, Link, MailOpen, Pencil, Reply, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { MenuItems, type MenuItem } from '../design/menu.tsx';
import { texts } from '../texts/texts.ts';
import { useConversation, type MenuAnchor } from './conversation-context.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

export interface MessageMenuProps {
  readonly message: ShownMessage;
  readonly anchor: MenuAnchor;
  readonly onClose: () => void;
  readonly onDelete: (message: ShownMessage) => void;
  readonly onShowReaders: (message: ShownMessage) => void;
}

/** One menu for all messages, at whichever was asked. */
export function MessageMenu({ anchor, onClose, ...rest }: MessageMenuProps) {
  const place = useMemo(() => toElement(anchor), [anchor]);
  return (
    <Base.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={place}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="floating"
        >
          <Base.Popup className="menu" aria-label={texts.conversation.actions}>
            <MenuItems items={useMessageActions(rest)} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function useMessageActions({
  message,
  onDelete,
  onShowReaders,
}: Omit<MessageMenuProps, 'anchor' | 'onClose'>): MenuItem[] {
  const { notices } = useApp();
  const { handle, ownId, isGroup, reply, edit } = useConversation();
  const t = texts.conversation;
  const isOwn = message.from === ownId;
  const { seq, content } = message;

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      notices.say(t.copied);
    } catch {
      notices.say(t.copyFailed);
    }
  }

  const items: (MenuItem | false)[] = [
    !message.isDeleted && seq !== null && { label: t.reply, icon: Reply, onSelect: () => reply(message) },
    isOwn &&
      !message.isDeleted &&
      content !== null &&
      seq !== null && { label: t.edit, icon: Pencil, onSelect: () => edit(message) },
    content !== null && { label: t.copyText, icon: Copy, onSelect: () => void copy(content) },
    seq !== null && {
      label: t.copyLink,
      icon: Link,
      onSelect: () => void copy(location.origin + addressOf(handle.id, message.id)),
    },
    isOwn &&
      isGroup &&
      seq !== null && { label: t.whoHasRead, icon: Eye, onSelect: () => onShowReaders(message) },
    seq !== null && {
      label: t.markUnread,
      icon: MailOpen,
      onSelect: () => void handle.change({ marked_unread: true }),
    },
    seq !== null && {
      label: t.delete,
      icon: Trash2,
      isDanger: true,
      startsGroup: true,
      onSelect: () => onDelete(message),
    },
  ];
  return items.filter((item) => item !== false);
}

/** A point of the screen as something to stand at. */
function toElement(anchor: MenuAnchor): Element | { getBoundingClientRect: () => DOMRect } {
  return anchor instanceof Element
    ? anchor
    : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
}
