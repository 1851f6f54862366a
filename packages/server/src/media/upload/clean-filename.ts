import { sizes } from '@parley/protocol';

/** Controls, line ends, and marks that turn the direction of writing; not the joiners inside of emoji. */
const unreadable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A file's name without one. */
const nameless = 'file';

/**
 * A file's name as people read it, and nothing else: no folders, no control characters, none that turn the direction of
 * writing (`exe.gpj` read backwards), at most 255 code points with the ending kept. Never a path. SEC8
 */
export function cleanFilename(given: string): string {
  const [last = ''] = given.toWellFormed().split(/[\\/]/).slice(-1);
  const readable = last.replaceAll(unreadable, '').trim();
  const name = /^\.*$/.test(readable) ? nameless : readable;
  const points = [...name];
  if (points.length <= sizes.filename) return name;
  const ending = [...(/\.[^.]{1,16}$/u.exec(name)?.[0] ?? '')];
  return [...points.slice(0, sizes.filename - ending.length), ...ending].join('');
}
