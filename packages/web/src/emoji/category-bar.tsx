import { Toolbar } from '@base-ui/react/toolbar';
import { useEffect, useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { emojiCategories } from './emoji-categories.ts';

export interface CategoryBarProps {
  /** label of the category in view */
  readonly current: string | undefined;
  readonly onGo: (label: string) => void;
}

/** Jumps to a category. One tab stop, arrows inside. */
export function CategoryBar({ current, onGo }: CategoryBarProps) {
  const bar = useRef<HTMLDivElement>(null);

  // On a phone the bar is wider than its place.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);

  return (
    <Toolbar.Root ref={bar} className="category-bar" aria-label={texts.emoji.goToCategory}>
      {emojiCategories.map(({ label, icon: Icon }) => (
        <Toolbar.Button
          key={label}
          className="category-bar__button"
          aria-label={label}
          aria-current={label === current ? 'true' : undefined}
          title={label}
          onClick={() => onGo(label)}
        >
          <Icon aria-hidden size={18} strokeWidth={1.9} />
        </Toolbar.Button>
      ))}
    </Toolbar.Root>
  );
}
