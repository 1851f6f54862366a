import { Copy, Info, Link, MailOpen, Pencil, Reply, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { MenuAt, type MenuAnchor, type MenuItem } from '../design/menu.tsx';
import { texts } from '../texts/texts.ts';
import { useConversation } from './conversation-context.tsx';
import type { ShownMessage } from './rows/shown-message.ts';

export interface MessageMenuProps {
  readonly message: ShownMessage;
  readonly anchor: MenuAnchor;
  readonly onClose: () => void;
  readonly onDelete: (message: ShownMessage) => void;
  readonly onShowDetails: (message: ShownMessage) => void;
}

/** One menu for all messages, at whichever was asked. */
export function MessageMenu({ anchor, onClose, ...rest }: MessageMenuProps) {
  const write = useRef<() => void>(undefined);
  return (
    <MenuAt
      anchor={anchor}
      items={useMessageActions({ ...rest, onWrite: (begin) => (write.current = begin) })}
      label={texts.conversation.actions}
      // Who replies or edits goes on in the composer, not where the menu was opened.
      finalFocus={() => write.current === undefined}
      onClosed={() => {
        onClose();
        // Not before: the menu keeps the focus to itself while it closes.
        write.current?.();
      }}
    />
  );
}

interface MessageActionsOptions extends Omit<MessageMenuProps, 'anchor' | 'onClose'> {
  /** the composer takes over, once the menu has gone */
  readonly onWrite: (begin: () => void) => void;
}

function useMessageActions({ message, onWrite, onDelete, onShowDetails }: MessageActionsOptions): MenuItem[] {
  const { notices } = useApp();
  const { handle, ownId, reply, edit } = useConversation();
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
    !message.isDeleted &&
      seq !== null && { label: t.reply, icon: Reply, onSelect: () => onWrite(() => reply(message)) },
    isOwn &&
      !message.isDeleted &&
      content !== null &&
      seq !== null && { label: t.edit, icon: Pencil, onSelect: () => onWrite(() => edit(message)) },
    content !== null && { label: t.copyText, icon: Copy, onSelect: () => void copy(content) },
    seq !== null && {
      label: t.copyLink,
      icon: Link,
      onSelect: () => void copy(location.origin + addressOf(handle.id, message.id)),
    },
    { label: t.messageDetails, icon: Info, onSelect: () => onShowDetails(message) },
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
