const safeScheme = /^(?:https?:\/\/|mailto:[^?])/i;

/**
 * The address of a link, absolute and in ASCII, or `undefined` when a message may not link there: only http, https
 * and mailto, written out. A user name before the host (`https://bank.example@evil.example`) only ever misleads. SEC7
 */
export function safeHref(address: string): string | undefined {
  if (!safeScheme.test(address)) return undefined;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol === 'mailto:') return url.href;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return url.username === '' && url.password === '' && url.hostname !== '' ? url.href : undefined;
}
