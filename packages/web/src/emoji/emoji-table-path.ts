/** Where the emoji table lies at our own origin; the name holds the hash of its content. A test keeps it true. */
export const emojiTablePath = '/assets/emoji-en-fad05bd8.json';
