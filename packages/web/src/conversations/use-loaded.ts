import { useEffect, useState } from 'react';

/**
 * A part of the app that loads after the first screen; undefined until it is there. Tried again when it is asked for
 * and could not be had. `lazy` would do it too, but React holds what it shows back for 300 ms after a fallback, and the
 * keys pressed meanwhile go elsewhere.
 */
export function useLoaded<Part>(load: () => Promise<Part>, isAskedFor: boolean): Part | undefined {
  const [part, setPart] = useState<Part>();
  const isLoaded = part !== undefined;
  useEffect(() => {
    if (isLoaded) return;
    load().then(
      (loaded) => setPart(() => loaded),
      () => undefined, // no network: the next time it is asked for
    );
  }, [load, isLoaded, isAskedFor]);
  return part;
}
