import { useState } from 'react';
import type { ShownMedia } from './shown-media.ts';
import { thumbhashUrl } from './thumbhash-url.ts';

/** What stands for a picture until it has come; behind what is transparent it would stay to be seen. */
export function usePlaceholder({ placeholder }: Pick<ShownMedia, 'placeholder'>) {
  const [isLoaded, setIsLoaded] = useState(false);
  const blurred = isLoaded ? undefined : thumbhashUrl(placeholder);
  return {
    isLoaded,
    style: blurred === undefined ? {} : { backgroundImage: `url(${blurred})` },
    onLoad: (): void => setIsLoaded(true),
  };
}
