import { useEffect, useState } from 'react';
import { loadEmojiTable } from './emoji-data.ts';
import type { EmojiTable } from './emoji-table.ts';

export interface LoadedEmoji {
  /** undefined while it loads, and when that failed */
  readonly table: EmojiTable | undefined;
  readonly isFailed: boolean;
  /** counts the retries */
  readonly attempt: number;
  retry(): void;
}

export function useEmojiTable(): LoadedEmoji {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<EmojiTable | 'failed'>();

  useEffect(() => {
    let isWanted = true;
    const settle = (next: EmojiTable | 'failed'): void => {
      if (isWanted) setResult(next);
    };
    loadEmojiTable().then(settle, () => settle('failed'));
    return () => {
      isWanted = false;
    };
  }, [attempt]);

  return {
    table: result === 'failed' ? undefined : result,
    isFailed: result === 'failed',
    attempt,
    retry: () => {
      setResult(undefined);
      setAttempt(attempt + 1);
    },
  };
}
