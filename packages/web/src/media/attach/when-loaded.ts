import { systemClock } from '@parley/client';

/** A file that has shown nothing of itself by then shows nothing at all. */
const patienceMs = 10_000;

/** Resolves with the event, rejects when the element says that it cannot, or says nothing for 10 s. */
export function whenLoaded(
  element: HTMLMediaElement,
  event: 'loadeddata' | 'loadedmetadata' | 'seeked',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (settle: () => void): void => {
      over.abort();
      cancel();
      settle();
    };
    const cancel = systemClock.after(patienceMs, () => end(() => reject(new Error('It does not load.'))));
    element.addEventListener(event, () => end(resolve), { signal: over.signal });
    element.addEventListener('error', () => end(() => reject(new Error('It cannot be shown.'))), {
      signal: over.signal,
    });
  });
}
