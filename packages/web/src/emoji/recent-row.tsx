import { Toolbar } from '@base-ui/react/toolbar';
import { texts } from '../texts/texts.ts';
import type { EmojiEntry } from './emoji-table.ts';

export interface RecentRowProps {
  /** most recent first */
  readonly emoji: readonly string[];
  /** undefined while the table loads: the row keeps its height */
  readonly byEmoji: ReadonlyMap<string, EmojiEntry> | undefined;
  readonly onPick: (emoji: string) => void;
}

/** One tab stop, arrows inside. Shown are only emoji of the table: what is kept may be older than the app. */
export function RecentRow({ emoji, byEmoji, onPick }: RecentRowProps) {
  return (
    <Toolbar.Root className="recent-row" aria-label={texts.emoji.recent}>
      {emoji.map((item) => {
        const entry = byEmoji?.get(item);
        return (
          entry !== undefined && (
            <Toolbar.Button
              key={item}
              className="emoji-cell"
              aria-label={entry.name}
              title={entry.name}
              onClick={() => onPick(item)}
            >
              {item}
            </Toolbar.Button>
          )
        );
      })}
    </Toolbar.Root>
  );
}
