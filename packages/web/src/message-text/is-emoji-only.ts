const mostEmoji = 3;

/** Three emoji of the longest kind, families and flags of regions, and spaces between. */
const longestEmojiText = 120;

/** Shown as an image by itself (not "1", "#", "©"), of nothing but what emoji are made of (no stacked accents). */
const emoji =
  /^(?=\p{Emoji_Presentation}|\p{Emoji}[\uFE0F\p{Emoji_Modifier}]|[0-9#*]\uFE0F?\u20E3)[\p{Emoji}\p{Emoji_Component}]{1,20}$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Whether a message is one to three emoji and nothing else, which is shown large. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > longestEmojiText) return false;
  let count = 0;
  for (const { segment } of graphemes.segment(text.trim())) {
    if (/^\s$/.test(segment)) continue;
    if (!emoji.test(segment) || ++count > mostEmoji) return false;
  }
  return count > 0;
}
