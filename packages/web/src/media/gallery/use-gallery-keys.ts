import type { KeyboardEvent, RefObject } from 'react';

const steps: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/** Keys that turn the pages, and the one that plays and pauses a video. */
export function useGalleryKeys(
  popup: RefObject<HTMLElement | null>,
  step: (by: number) => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    // A video has these keys for itself.
    if (event.target instanceof HTMLVideoElement) return;
    const by = steps.get(event.key);
    if (by !== undefined) {
      event.preventDefault();
      step(by);
      return;
    }
    // A button that has the focus is what Space presses.
    if (event.key !== ' ' || event.target !== popup.current) return;
    const video = popup.current.querySelector('video');
    if (video === null) return;
    event.preventDefault();
    // Refused by the browser, it shows so by its own controls.
    if (video.paused) video.play().catch(() => undefined);
    else video.pause();
  };
}
