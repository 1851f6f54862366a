import { useRef, type DOMAttributes } from 'react';
import { useApp } from '../app/app-context.tsx';

/** How long a finger rests until it means more than a press. */
const restMs = 500;
/** Further than this it scrolls, px. */
const slackPx = 10;

/** A finger that rests on what matches the selector. No press comes of it when it is lifted. */
export function useLongPress(
  selector: string,
  onLongPress: (target: Element, point: { readonly x: number; readonly y: number }) => void,
): Pick<DOMAttributes<HTMLElement>, 'onTouchStart' | 'onTouchMove' | 'onTouchEnd' | 'onTouchCancel'> {
  const { clock } = useApp();
  const rest = useRef<{ readonly x: number; readonly y: number; readonly end: () => void }>(undefined);
  const hasRested = useRef(false);

  function end(): void {
    rest.current?.end();
    rest.current = undefined;
  }

  return {
    onTouchStart({ touches, target }) {
      end();
      hasRested.current = false;
      const [finger] = Array.from(touches);
      const pressed = target instanceof Element ? target.closest(selector) : null;
      if (finger === undefined || touches.length > 1 || pressed === null) return;
      const { clientX: x, clientY: y } = finger;
      const endRest = clock.after(restMs, () => {
        hasRested.current = true;
        onLongPress(pressed, { x, y });
      });
      rest.current = { x, y, end: endRest };
    },
    onTouchMove({ touches }) {
      const [finger] = Array.from(touches);
      const from = rest.current;
      if (finger === undefined || from === undefined) return;
      if (Math.hypot(finger.clientX - from.x, finger.clientY - from.y) > slackPx) end();
    },
    onTouchEnd(event) {
      end();
      // The menu that is open now would take the press for one beside it.
      if (hasRested.current) event.preventDefault();
    },
    onTouchCancel: end,
  };
}
