import { thumbHashToDataURL } from 'thumbhash';

const known = new Map<string, string>();
/** A screen shows a few dozen; one is 3 kB. */
const mostKnown = 200;

/** A blurred picture from its hash (base64), as a `data:` address; undefined where it is none. */
export function thumbhashUrl(hash: string | undefined): string | undefined {
  if (hash === undefined) return undefined;
  const made = known.get(hash) ?? decode(hash);
  if (made === undefined) return undefined;
  known.delete(hash);
  known.set(hash, made);
  const oldest = known.keys().next();
  if (known.size > mostKnown && oldest.done !== true) known.delete(oldest.value);
  return made;
}

function decode(hash: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0));
    return bytes.length < 5 ? undefined : thumbHashToDataURL(bytes);
  } catch {
    return undefined;
  }
}
