import { sizes } from './limits.ts';
import type { Issue } from './errors.ts';

/**
 * What no schema should have to think of: keys that reach for prototypes, NUL and lone surrogates in strings, absurd
 * depth. SEC2. Returns the first such thing in a parsed JSON value, or `undefined` when there is none.
 */
export function findHostile(value: unknown, path = '', depth = 0): Issue | undefined {
  if (typeof value === 'string') return hostileText(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= sizes.jsonDepth) return { path, message: `is nested deeper than ${String(sizes.jsonDepth)}` };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findHostile(item, join(path, String(index)), depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor')
      return { path: join(path, key), message: 'is not a permitted key' };
    const found = hostileText(key, path) ?? findHostile(item, join(path, key), depth + 1);
    if (found) return found;
  }
  return undefined;
}

function hostileText(text: string, path: string): Issue | undefined {
  if (text.includes('\0')) return { path, message: 'contains a NUL character' };
  if (!text.isWellFormed()) return { path, message: 'contains a lone surrogate' };
  return undefined;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
