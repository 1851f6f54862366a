import { safeHref } from './safe-href.ts';
import { characterBefore, isWordCharacter } from './word-character.ts';

export interface BareAddress {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

interface Place {
  readonly text: string;
  readonly at: number;
  /** Text before this is part of something else. */
  readonly from: number;
}

// Ends where no address goes on in a sentence: spaces, quotes, angle brackets, CJK punctuation, reordering characters.
const webAddress =
  /(?:https?:\/\/|www\.)[^\s<>"`\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u3000-\u303F\uFF01-\uFF0F\uFF1A-\uFF1F]+/iy;

const endsSentence = /[?!.,:;*_~'…»”’]/u;

const closingBrackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** Where the address ends, without the punctuation of the sentence around it. */
function trimAddress(address: string): number {
  const surplus: Record<string, number> = {};
  for (const [close, open] of Object.entries(closingBrackets)) {
    surplus[close] = count(address, close) - count(address, open);
  }
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    const extra = surplus[last] ?? 0;
    if (extra > 0) surplus[last] = extra - 1;
    else if (!endsSentence.test(last)) break;
  }
  return end;
}

/** The end of what looks like a web address at `at`, whether it may be linked or not; `at` if there is none. */
export function endOfWebAddress({ text, at }: Place, isInBrackets: boolean): number {
  if (isWordCharacter(characterBefore(text, at))) return at;
  webAddress.lastIndex = at;
  const found = webAddress.exec(text)?.[0] ?? '';
  const bracket = isInBrackets ? found.indexOf(']') : -1;
  return at + trimAddress(bracket === -1 ? found : found.slice(0, bracket));
}

/** The link for the address between `at` and `end`. `www.` is taken for https. */
export function webAddressBetween(text: string, at: number, end: number): BareAddress | undefined {
  const address = text.slice(at, end);
  const href = safeHref(/^www\./i.test(address) ? `https://${address}` : address);
  return href === undefined ? undefined : { start: at, end, href };
}

const localPart = /(?:mailto:)?[a-z0-9.+_-]+$/i;
const longestLocalPart = 71; // 64 by RFC 5321, and "mailto:"
const mailDomain = /@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/iy;

/** The mail address around the "@" at `at`. */
export function findMailAddress({ text, at, from }: Place): BareAddress | undefined {
  mailDomain.lastIndex = at;
  const domain = mailDomain.exec(text)?.[0].replace(/-+$/, '') ?? '';
  const local = localPart.exec(text.slice(Math.max(from, at - longestLocalPart), at))?.[0] ?? '';
  const start = at - local.length;
  const end = at + domain.length;
  if (!/\.[a-z]+$/i.test(domain) || !/[a-z0-9]/i.test(local) || /[@/]/.test(text.charAt(end)))
    return undefined;
  if (isWordCharacter(characterBefore(text, start))) return undefined;
  const address = text.slice(start, end);
  const href = safeHref(/^mailto:/i.test(address) ? address : `mailto:${address}`);
  return href === undefined ? undefined : { start, end, href };
}
