/** Texts of the message body. */
export const messageText = {
  /** `language` as the author wrote it, or empty. */
  code: (language: string) => (language === '' ? 'Code' : `Code, ${language}`),
} as const;
