import type { BuiltFiles } from './built-files.ts';

/**
 * How a request is answered: `shell` is the app's page, network first; `fresh` a file that changes in place, network
 * first; `kept` a file named by its content, from the cache first; `network` is none of our business.
 */
export type Strategy = 'shell' | 'fresh' | 'kept' | 'network';

export interface Asked {
  readonly method: string;
  readonly url: string;
  /** a page is being opened */
  readonly isNavigation: boolean;
}

/** @param origin the worker's own; what lies elsewhere is left alone */
export function chooseStrategy(asked: Asked, files: BuiltFiles, origin: string): Strategy {
  const url = new URL(asked.url);
  if (asked.method !== 'GET' || url.origin !== origin) return 'network';
  if (asked.isNavigation) return isAppAddress(url.pathname, files.addresses) ? 'shell' : 'network';
  // Also of a newer build, whose page an older worker may have fetched.
  if (url.pathname.startsWith('/assets/')) return 'kept';
  return url.pathname !== '/' && files.shell.includes(url.pathname) ? 'fresh' : 'network';
}

function isAppAddress(path: string, patterns: readonly string[]): boolean {
  const segments = path.replace(/(?<=.)\/$/, '').split('/');
  return patterns.some((pattern) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === segments.length &&
      wanted.every((part, n) => (part.startsWith(':') ? segments[n] !== '' : part === segments[n]))
    );
  });
}
