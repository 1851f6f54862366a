/** Every address of the app. The server answers them all with the same page. */
export const patterns = {
  home: '/',
  conversation: '/c/:conversation/:message?',
  settings: '/settings/:part?',
} as const;

/** The address of a conversation, or of one message in it. */
export function addressOf(conversation: string, messageId?: string): string {
  // Colons are allowed in a path, and read better.
  const encode = (part: string): string => encodeURIComponent(part).replaceAll('%3A', ':');
  return messageId === undefined
    ? `/c/${encode(conversation)}`
    : `/c/${encode(conversation)}/${encode(messageId)}`;
}

export function addressOfSettings(part?: string): string {
  return part === undefined ? '/settings' : `/settings/${part}`;
}
