import { sizes } from './limits.ts';
import type { Issue } from './errors.ts';

/** What was found, and where: keys from the inside out, since a path is only built once there is something to report. */
interface Finding {
  readonly message: string;
  readonly keys: string[];
}

/**
 * What no schema should have to think of: keys that reach for prototypes, NUL and lone surrogates in strings, absurd
 * depth. SEC2. Returns the first such thing in a parsed JSON value, or `undefined` when there is none.
 */
export function findHostile(value: unknown): Issue | undefined {
  const found = search(value, 0);
  return found === undefined ? undefined : { path: found.keys.reverse().join('.'), message: found.message };
}

/** Every event and request passes here, so it walks without making anything. */
function search(value: unknown, depth: number): Finding | undefined {
  if (typeof value === 'string') return searchText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= sizes.jsonDepth)
    return { message: `is nested deeper than ${String(sizes.jsonDepth)}`, keys: [] };
  return Array.isArray(value) ? searchArray(value, depth + 1) : searchObject(value, depth + 1);
}

function searchArray(items: readonly unknown[], depth: number): Finding | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const found = search(items[index], depth);
    if (found !== undefined) return under(String(index), found);
  }
  return undefined;
}

function searchObject(value: object, depth: number): Finding | undefined {
  // JSON.parse leaves `__proto__` as an own key, which `for in` shows like any other.
  for (const key in value) {
    if (key === '__proto__' || key === 'constructor')
      return { message: 'is not a permitted key', keys: [key] };
    const unreadable = searchText(key);
    if (unreadable !== undefined) return unreadable;
    // The key comes from the object itself.
    const found = search(value[key as keyof typeof value], depth);
    if (found !== undefined) return under(key, found);
  }
  return undefined;
}

function under(key: string, found: Finding): Finding {
  found.keys.push(key);
  return found;
}

function searchText(text: string): Finding | undefined {
  if (text.includes('\0')) return { message: 'contains a NUL character', keys: [] };
  if (!text.isWellFormed()) return { message: 'contains a lone surrogate', keys: [] };
  return undefined;
}
