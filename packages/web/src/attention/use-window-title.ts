import { useEffect } from 'react';
import { useRoute } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { conversationName } from '../people/conversation-name.ts';
import { useOwnId } from '../people/use-person.ts';
import { useNow } from '../time/use-now.ts';
import { countUnread, windowTitle } from './window-title.ts';

/** The window's title, its icon and the app's badge say how much is unread. */
export function useWindowTitle(): void {
  const { client } = useApp();
  const conversations = useObservable(client.conversations);
  const ownId = useOwnId();
  const [, params] = useRoute(patterns.conversation);
  // A mute ends by itself.
  const unread = countUnread(conversations, useNow());
  const inView = conversations.find(({ id }) => id === params?.conversation);
  const title = windowTitle(unread, inView && conversationName(inView, ownId));

  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => showCount(unread), [unread]);
  useEffect(
    () => () => {
      document.title = windowTitle(0, undefined);
      showCount(0);
    },
    [],
  );
}

function showCount(unread: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  icon?.setAttribute('href', unread > 0 ? '/favicon-unread.svg' : '/favicon.svg');
  // Not in every browser, and refused by those where the app is not installed.
  const badge: Partial<Pick<Navigator, 'setAppBadge'>> = navigator;
  void badge.setAppBadge?.call(navigator, unread).catch(() => undefined);
}
