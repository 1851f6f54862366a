export const attention = {
  /** `counted` is `3`, or `999+` */
  unreadTitle: (counted: string, title: string) => `(${counted}) ${title}`,
  conversationTitle: (name: string, app: string) => `${name} · ${app}`,
  groupMessage: (author: string, text: string) => `${author}: ${text}`,
} as const;
