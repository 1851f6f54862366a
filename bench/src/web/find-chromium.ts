import { existsSync } from 'node:fs';

const usualPath = '/usr/bin/chromium';

/** Where the browser is, or what to do about it. */
export type FoundChromium =
  { readonly path: string; readonly missing?: never } | { readonly path: null; readonly missing: string };

/** TEST_CHROMIUM or, where it is not set, the usual place. */
export function findChromium(testChromium = process.env['TEST_CHROMIUM']): FoundChromium {
  const isNamed = testChromium !== undefined && testChromium !== '';
  const path = isNamed ? testChromium : usualPath;
  if (existsSync(path)) return { path };
  return {
    path: null,
    missing: isNamed
      ? `TEST_CHROMIUM names ${path}, which is not there`
      : `there is no ${path}: set TEST_CHROMIUM to the path of a Chromium or Chrome`,
  };
}
