import { texts } from '../../texts/texts.ts';
import type { EmojiCompletion } from './use-emoji-completion.ts';

export function EmojiSuggestions({ completion }: { readonly completion: EmojiCompletion }) {
  const { isOpen, listId, suggestions, activeIndex, choose } = completion;
  if (!isOpen) return null;
  return (
    <ul className="emoji-suggestions" role="listbox" id={listId} aria-label={texts.conversation.emoji}>
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.emoji}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === activeIndex}
          className="emoji-suggestions__option"
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(suggestion);
          }}
        >
          <span className="emoji-suggestions__emoji">{suggestion.emoji}</span>:{suggestion.shortcode}:
        </li>
      ))}
    </ul>
  );
}
