import type { DOMAttributes } from 'react';
import { useMenuGestures } from '../../device/use-menu-gestures.ts';
import { isTouch } from '../../device/use-page.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from './shown-message.ts';

/** What a press opens or starts: its menu is that of its message. */
const picture = '.media-box__open';

/** Opens the menu of a message, or of the one of an album that was meant. */
export function useMessagePress(
  message: ShownMessage,
  album: readonly ShownMessage[] | undefined,
): DOMAttributes<HTMLElement> {
  const { openMenu } = useConversation();

  function messageAt(target: Element): ShownMessage {
    const id = target.closest<HTMLElement>('[data-tile]')?.dataset['tile'];
    return album?.find((one) => one.id === id) ?? message;
  }

  function find(target: EventTarget, by: 'touch' | 'pointer'): ShownMessage | undefined {
    if (!(target instanceof Element)) return undefined;
    const isPicture = target.closest(picture) !== null;
    // A finger that rests on text selects it.
    return isPicture || (by === 'pointer' && isPlain(target)) ? messageAt(target) : undefined;
  }

  return {
    ...useMenuGestures(find, openMenu),
    onClick({ target, clientX: x, clientY: y }) {
      if (isTouch() && target instanceof Element && isPlain(target)) openMenu(message, { x, y });
    },
  };
}

/** Nothing that a press does something with by itself. */
function isPlain(target: Element): boolean {
  const isSelecting = getSelection()?.isCollapsed === false;
  return !isSelecting && target.closest('a, button, pre, input, video, label') === null;
}
