import { useRef, type HTMLAttributes, type MouseEvent, type TouchEvent } from 'react';
import { useApp } from '../app/app-context.tsx';

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

/**
 * What opens the menu of a thing: a right click, the key for it, or a long press.
 * @param find what has a menu there; undefined: nothing, or the browser's own is wanted
 * @param open takes a point of the screen
 */
export function useMenuGestures<Thing>(
  find: (target: EventTarget, by: 'touch' | 'pointer') => Thing | undefined,
  open: (thing: Thing, place: { readonly x: number; readonly y: number }) => void,
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
    const thing = find(target, 'touch');
    const finger = touches[0];
    if (thing === undefined || finger === undefined || touches.length > 1) return;
    const { clientX: x, clientY: y } = finger;
    // Safari on a phone sends no `contextmenu`.
    const cancel = clock.after(longPressMs, () => {
      hasOpened.current = true;
      open(thing, { x, y });
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
    const thing = find(event.target, 'pointer');
    if (thing === undefined) return;
    event.preventDefault();
    // Chrome on a phone sends it beside the touches, sooner or later than our own count.
    if (hasOpened.current) return;
    hasOpened.current = press.current !== undefined;
    endPress();
    open(thing, { x: event.clientX, y: event.clientY });
  }

  function onTouchEnd(event: TouchEvent): void {
    endPress();
    // Else a click follows, which the menu takes for one beside it.
    if (hasOpened.current) event.preventDefault();
  }

  function onClickCapture(event: MouseEvent): void {
    if (!hasOpened.current) return;
    // The finger that has opened a menu opens nothing else as well.
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
