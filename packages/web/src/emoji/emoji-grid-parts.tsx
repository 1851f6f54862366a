import type {
  EmojiPickerListCategoryHeaderProps,
  EmojiPickerListEmojiProps,
  EmojiPickerListRowProps,
} from 'frimousse';

// The library counts rows and columns from 0, ARIA from 1. It finds a row by its aria-rowindex, so that one can only
// be left out where it is 0.

function Row({ 'aria-rowindex': rowIndex, ...props }: EmojiPickerListRowProps) {
  return <div {...props} {...(rowIndex === 0 ? {} : { 'aria-rowindex': rowIndex })} />;
}

function Emoji({ emoji, 'aria-colindex': column = 0, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button type="button" {...props} aria-colindex={column + 1} className="emoji-cell">
      {emoji.emoji}
    </button>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className="emoji-picker__category" data-category={category.label}>
      {category.label}
    </div>
  );
}

/** Outside of any component: a new one at every draw would build the whole list anew. */
export const emojiGridParts = { Row, Emoji, CategoryHeader };
