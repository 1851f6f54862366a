import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { findCompletion } from '../../emoji/complete-emoji.ts';
import { loadEmojiIndex, type EmojiIndex, type EmojiSuggestion } from '../../emoji/emoji-index.ts';
import { toWords } from '../../emoji/name-fit.ts';
import { isComposing } from './is-composing.ts';
import type { Composer } from './use-composer.ts';

export interface EmojiCompletion {
  readonly listId: string;
  readonly isOpen: boolean;
  readonly suggestions: readonly EmojiSuggestion[];
  readonly activeIndex: number;
  readonly activeId: string | undefined;
  /** The text or the caret has changed. */
  readonly update: () => void;
  readonly close: () => void;
  readonly choose: (suggestion: EmojiSuggestion) => void;
  /** True when the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
}

/** `:smi` offers emoji, `:smile:` is one; the data come with the first colon. Where they don't, nothing is offered. */
export function useEmojiCompletion({ field, insert }: Pick<Composer, 'field' | 'insert'>): EmojiCompletion {
  const { localStore } = useApp();
  const listId = useId();
  const index = useRef<EmojiIndex>(undefined);
  const [suggestions, setSuggestions] = useState<readonly EmojiSuggestion[]>([]);
  const [activeIndex, setActiveIndex] = useState(0);
  const isOpen = suggestions.length > 0;

  function findHere() {
    const target = field.current;
    if (target === null || target.selectionStart !== target.selectionEnd) return undefined;
    return findCompletion(target.value, target.selectionStart);
  }

  function search(): void {
    const found = findHere();
    setSuggestions(found === undefined ? [] : (index.current?.search(found.query) ?? []));
    setActiveIndex(0);
  }

  function update(): void {
    if (findHere() === undefined) {
      if (isOpen) setSuggestions([]);
      return;
    }
    if (index.current !== undefined) {
      search();
      return;
    }
    loadEmojiIndex(localStore).then(
      (loaded) => {
        index.current = loaded;
        search();
      },
      () => undefined,
    );
  }

  function choose({ emoji }: EmojiSuggestion): void {
    const found = findHere();
    if (found === undefined) return;
    index.current?.noteUse(emoji);
    insert(emoji, { start: found.start, end: found.start + 1 + found.query.length });
    setSuggestions([]);
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    const active = suggestions[activeIndex];
    if (active === undefined || isComposing(event)) return false;
    const isHandled = runKey(event.key, active);
    if (isHandled) {
      event.preventDefault();
      event.stopPropagation();
    }
    return isHandled;
  }

  function runKey(key: string, active: EmojiSuggestion): boolean {
    const { length } = suggestions;
    if (key === 'ArrowDown') setActiveIndex((activeIndex + 1) % length);
    else if (key === 'ArrowUp') setActiveIndex((activeIndex + length - 1) % length);
    else if (key === 'Enter' || key === 'Tab') choose(active);
    else if (key === 'Escape') setSuggestions([]);
    else return key === ':' && chooseExact();
    return true;
  }

  /** For who types a shortcode to its end. */
  function chooseExact(): boolean {
    const query = toWords(findHere()?.query ?? '');
    const exact = suggestions.find(({ shortcode }) => toWords(shortcode) === query);
    if (exact !== undefined) choose(exact);
    return exact !== undefined;
  }

  return {
    listId,
    isOpen,
    suggestions,
    activeIndex,
    activeId: isOpen ? `${listId}-${activeIndex}` : undefined,
    update,
    close: () => setSuggestions([]),
    choose,
    onKeyDown,
  };
}
