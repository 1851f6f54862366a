import { Archive, ArchiveRestore, Bell, BellOff, LogOut, MailOpen, MessageCircle } from 'lucide-react';
import type { Conversation } from '@parley/client';
import type { MenuItem } from '../design/menu.tsx';
import { texts } from '../texts/texts.ts';
import { isMuted, muteLengths } from './mute.ts';
import type { ConversationActions } from './use-conversation-actions.ts';

export interface MenuItemsOptions {
  readonly actions: ConversationActions;
  readonly nowMs: number;
  /** asks first */
  readonly onLeave: () => void;
}

/** The menu of one row. */
export function conversationMenuItems(
  conversation: Conversation,
  options: MenuItemsOptions,
): readonly MenuItem[] {
  const { actions, nowMs, onLeave } = options;
  const { unread, marked_unread, archived, type } = conversation;
  const t = texts.conversations;
  const reading: MenuItem =
    unread > 0 || marked_unread
      ? { label: t.markRead, icon: MailOpen, onSelect: () => actions.markRead(conversation) }
      : { label: t.markUnread, icon: MessageCircle, onSelect: () => actions.markUnread(conversation) };
  const muting: readonly MenuItem[] = isMuted(conversation, nowMs)
    ? [{ label: t.unmute, icon: Bell, startsGroup: true, onSelect: () => actions.unmute(conversation) }]
    : muteLengths.map((length, index) => ({
        label: t.mute[length],
        icon: BellOff,
        startsGroup: index === 0,
        onSelect: () => actions.mute(conversation, length),
      }));
  const filing: MenuItem = archived
    ? {
        label: t.unarchive,
        icon: ArchiveRestore,
        startsGroup: true,
        onSelect: () => actions.unarchive(conversation),
      }
    : { label: t.archive, icon: Archive, startsGroup: true, onSelect: () => actions.archive(conversation) };
  const leaving: MenuItem = {
    label: t.leave,
    icon: LogOut,
    isDanger: true,
    onSelect: onLeave,
  };
  return type === 'group' ? [reading, ...muting, filing, leaving] : [reading, ...muting, filing];
}
