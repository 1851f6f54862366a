import type { DOMAttributes, MouseEvent } from 'react';
import { useLongPress } from '../../device/use-long-press.ts';
import { isTouch } from '../../device/use-page.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from './shown-message.ts';

/** What opens a photo or starts a video. */
const picture = '.media-box__open';

/** Opens the menu of a message, or of the one of an album that was meant: by the other button, or a finger. */
export function useMessagePress(
  message: ShownMessage,
  album: readonly ShownMessage[] | undefined,
): DOMAttributes<HTMLElement> {
  const { openMenu } = useConversation();
  // A press on a picture opens it.
  const longPress = useLongPress(picture, (target, point) => openMenu(messageAt(target), point));

  function messageAt(target: Element): ShownMessage {
    const id = target.closest<HTMLElement>('[data-tile]')?.dataset['tile'];
    return album?.find((one) => one.id === id) ?? message;
  }

  function openFrom(event: MouseEvent<HTMLElement>): void {
    if (!(event.target instanceof Element)) return;
    const inner = event.target.closest('a, button, pre, input, video, label');
    const isOnSomething = inner !== null && !(event.type === 'contextmenu' && inner.matches(picture));
    const isSelecting = getSelection()?.isCollapsed === false;
    if (isOnSomething || isSelecting) return;
    event.preventDefault();
    openMenu(messageAt(event.target), { x: event.clientX, y: event.clientY });
  }

  return {
    ...longPress,
    onContextMenu: openFrom,
    onClick(event) {
      if (isTouch()) openFrom(event);
    },
  };
}
