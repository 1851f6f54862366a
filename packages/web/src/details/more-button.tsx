import { useEffect, useRef, type RefObject } from 'react';
import { Button } from '../design/button.tsx';
import { texts } from '../texts/texts.ts';

export interface MoreButtonProps {
  readonly isLoading: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onMore: () => void;
}

/** The next page, by itself when the end of the list comes near, or by hand. */
export function MoreButton({ isLoading, scroller, onMore }: MoreButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const target = button.current;
    if (target === null || isLoading) return undefined;
    const root = scroller.current;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { root, rootMargin: '400px' },
    );
    watch.observe(target);
    return () => watch.disconnect();
  }, [isLoading, scroller]);
  return (
    <Button ref={button} look="quiet" className="details__more" aria-busy={isLoading} onClick={onMore}>
      {isLoading ? texts.app.loading : texts.details.showMore}
    </Button>
  );
}
