import { useRef, type HTMLAttributes, type MouseEvent, type TouchEvent } from 'react';
import { useApp } from '../app/app-context.tsx';
import { conversationAt } from './row-element.ts';

/** As long as phones take for a long press. */
const longPressMs = 500;

/** A finger never rests quite still; further than this it scrolls. px */
const stillWithin = 10;

interface Press {
  readonly x: number;
  readonly y: number;
  readonly cancel: () => void;
}

type Gestures = Pick<
  HTMLAttributes<HTMLElement>,
  'onContextMenu' | 'onClickCapture' | 'onTouchStart' | 'onTouchMove' | 'onTouchEnd' | 'onTouchCancel'
>;

/** What opens the menu of a row: a right click, the key for it, or a long press. `open` takes a point of the screen. */
export function useMenuGestures(
  open: (conversation: string, place: { readonly x: number; readonly y: number }) => void,
): Gestures {
  const { clock } = useApp();
  const press = useRef<Press | undefined>(undefined);
  const hasOpened = useRef(false);

  function endPress(): void {
    press.current?.cancel();
    press.current = undefined;
  }

  function onTouchStart({ target, touches }: TouchEvent): void {
    endPress();
    hasOpened.current = false;
    const id = conversationAt(target);
    const finger = touches[0];
    if (id === undefined || finger === undefined || touches.length > 1) return;
    const { clientX: x, clientY: y } = finger;
    // Safari on a phone sends no `contextmenu`.
    const cancel = clock.after(longPressMs, () => {
      hasOpened.current = true;
      open(id, { x, y });
    });
    press.current = { x, y, cancel };
  }

  function onTouchMove({ touches }: TouchEvent): void {
    const finger = touches[0];
    if (press.current === undefined || finger === undefined) return;
    const { x, y } = press.current;
    if (Math.hypot(finger.clientX - x, finger.clientY - y) > stillWithin) endPress();
  }

  function onContextMenu(event: MouseEvent): void {
    const id = conversationAt(event.target);
    if (id === undefined) return;
    event.preventDefault();
    // Chrome on a phone sends it beside the touches, sooner or later than our own count.
    if (hasOpened.current) return;
    hasOpened.current = press.current !== undefined;
    endPress();
    open(id, { x: event.clientX, y: event.clientY });
  }

  function onTouchEnd(event: TouchEvent): void {
    endPress();
    // Else a click follows, which the menu takes for one beside it.
    if (hasOpened.current) event.preventDefault();
  }

  function onClickCapture(event: MouseEvent): void {
    if (!hasOpened.current) return;
    // The finger that has opened a menu opens no conversation as well.
    hasOpened.current = false;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    onContextMenu,
    onClickCapture,
    onTouchStart,
    onTouchMove,
    onTouchEnd,
    onTouchCancel: endPress,
  };
}
