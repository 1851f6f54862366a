import { Copy, Info, Link, MailOpen, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { MenuAt, type MenuItem, type QuickItem } from '../design/menu.tsx';
import type { Anchor } from '../design/use-anchor.ts';
import { texts } from '../texts/texts.ts';
import { useConversation } from './conversation-context.tsx';
import { quickEmoji } from './reactions/quick-emoji.ts';
import { useReact } from './reactions/use-react.ts';
import type { ShownMessage } from './rows/shown-message.ts';

export interface MessageMenuProps {
  readonly message: ShownMessage;
  readonly anchor: Anchor;
  readonly onClose: () => void;
  readonly onDelete: (message: ShownMessage) => void;
  readonly onShowDetails: (message: ShownMessage) => void;
}

/** One menu for all messages, at whichever was asked. */
export function MessageMenu({ anchor, onClose, ...rest }: MessageMenuProps) {
  const next = useRef<() => void>(undefined);
  const onGone = (begin: () => void) => (next.current = begin);
  const quick = useQuickReactions(rest.message, anchor, onGone);
  const isOpenToReactions = rest.message.state === 'sent' && !rest.message.isDeleted;
  return (
    <MenuAt
      anchor={anchor}
      {...(isOpenToReactions ? { quick: { label: texts.conversation.react, items: quick } } : {})}
      items={useMessageActions({ ...rest, onGone })}
      label={texts.conversation.actions}
      // Who replies or edits goes on in the composer, not where the menu was opened.
      finalFocus={() => next.current === undefined}
      onClosed={() => {
        onClose();
        // Not before: the menu keeps the focus to itself while it closes.
        next.current?.();
      }}
    />
  );
}

/** The likely reactions, and the way to all others. */
function useQuickReactions(
  message: ShownMessage,
  anchor: Anchor,
  onGone: MessageActionsOptions['onGone'],
): QuickItem[] {
  const { localStore } = useApp();
  const { react } = useConversation();
  const { isOwn, toggle } = useReact(message);
  const t = texts.conversation;
  return [
    ...quickEmoji(localStore).map((emoji) => ({
      label: isOwn(emoji) ? t.takeBack(emoji) : t.reactWith(emoji),
      picture: emoji,
      isOn: isOwn(emoji),
      onSelect: () => toggle(emoji),
    })),
    {
      label: t.moreEmoji,
      picture: <SmilePlus aria-hidden size={20} />,
      onSelect: () => onGone(() => react(message, anchor, true)),
    },
  ];
}

interface MessageActionsOptions extends Omit<MessageMenuProps, 'anchor' | 'onClose'> {
  /** what takes over the focus, once the menu has gone */
  readonly onGone: (begin: () => void) => void;
}

function useMessageActions({ message, onGone, onDelete, onShowDetails }: MessageActionsOptions): MenuItem[] {
  const { notices } = useApp();
  const { handle, ownId, reply, edit, focusComposer } = useConversation();
  const t = texts.conversation;
  const isOwn = message.from === ownId;
  const { seq, content } = message;

  /** At once: what is written from now on is the answer, or the edit. */
  function write(begin: (about: ShownMessage) => void): void {
    begin(message);
    onGone(focusComposer);
  }

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      notices.say(t.copied);
    } catch {
      notices.say(t.copyFailed);
    }
  }

  const items: (MenuItem | false)[] = [
    !message.isDeleted && seq !== null && { label: t.reply, icon: Reply, onSelect: () => write(reply) },
    isOwn &&
      !message.isDeleted &&
      (content !== null || message.media !== null) &&
      seq !== null && { label: t.edit, icon: Pencil, onSelect: () => write(edit) },
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
