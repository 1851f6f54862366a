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

/** Where in this app a link leads. */
export interface Place {
  readonly conversation: string;
  /** undefined: the conversation as a whole */
  readonly messageId: string | undefined;
}

const conversationPath = /^\/c\/([^/]+)(?:\/([^/]+))?\/?$/;

/** The conversation or message that a link names, or undefined where it leads elsewhere. `origin`: the app's own. */
export function placeOf(href: string, origin: string): Place | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (url.origin !== origin) return undefined;
  const [, conversation, messageId] = conversationPath.exec(url.pathname) ?? [];
  if (conversation === undefined) return undefined;
  try {
    return {
      conversation: decodeURIComponent(conversation),
      messageId: messageId === undefined ? undefined : decodeURIComponent(messageId),
    };
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}
