import type { MouseEvent } from 'react';
import { useLocation } from 'wouter';
import { addressOf, placeOf } from '../app/addresses.ts';
import { useConversation } from './conversation-context.tsx';

/** For presses among messages: a link to a message of this server is followed here, not in a second copy of the app. */
export function useLinksWithin() {
  const { handle, jumpTo } = useConversation();
  const [, navigate] = useLocation();
  return (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.download !== '' || isForAnotherTab(event)) return;
    const place = placeOf(link.href, window.location.origin);
    if (place === undefined) return;
    event.preventDefault();
    const { conversation, messageId } = place;
    if (conversation === handle.id && messageId !== undefined) jumpTo(messageId);
    else navigate(addressOf(conversation, messageId));
  };
}

function isForAnotherTab({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || ctrlKey || metaKey || shiftKey || altKey;
}
