import type { Client, Conversation, Message } from '@parley/client';
import { useEffect, useRef } from 'react';
import { useLocation, useRoute } from 'wouter';
import { addressOf, patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { describeMessage } from '../conversations/describe-message.ts';
import { isPageActive } from '../device/use-page.ts';
import { conversationName } from '../people/conversation-name.ts';
import { texts } from '../texts/texts.ts';
import { createDesktopNotifications, type DesktopMessage } from './desktop-notifications.ts';
import { createSound } from './play-sound.ts';
import { createQuietGate } from './quiet-gate.ts';
import { showNotification } from './show-notification.ts';
import type { TabLead } from './tab-lead.ts';
import { watchMessages } from './watch-messages.ts';

/** Sounds, and shows on the desktop, what somebody should hear of now. */
export function useAlerts(lead: TabLead): void {
  const { client, clock, preferences } = useApp();
  const [, navigate] = useLocation();
  const [, params] = useRoute(patterns.conversation);
  const inView = useRef<string>(undefined);
  inView.current = params?.conversation;

  useEffect(() => {
    const desktop = createDesktopNotifications(showNotification, (id) => navigate(addressOf(id)));
    const maySound = createQuietGate(clock);
    const sound = createSound();
    const endMessages = watchMessages({
      client,
      clock,
      isLeading: lead.isLeading,
      isInView: (conversation) => isPageActive() && conversation === inView.current,
      alert(message, row) {
        const wanted = preferences.values.getSnapshot();
        if (wanted.sound && maySound(row.id)) sound();
        if (wanted.desktopNotifications) desktop.show(describe(client, message, row));
      },
    });
    const endList = client.conversations.subscribe(() => desktop.follow(client.conversations.getSnapshot()));
    return () => {
      endMessages();
      endList();
      desktop.closeAll();
    };
  }, [client, clock, preferences, lead, navigate]);
}

function describe(client: Client, message: Message, row: Conversation): DesktopMessage {
  const text = describeMessage(message);
  const author = client.people.getSnapshot().get(message.from)?.display_name ?? texts.app.somebody;
  return {
    conversation: row.id,
    seq: message.seq ?? 0,
    title: conversationName(row, client.userId()),
    body: row.type === 'group' ? texts.attention.groupMessage(author, text) : text,
  };
}
