import { z } from 'zod';
import { foldName } from '../fold.ts';
import { limits, sizes } from '../limits.ts';

/** RFC 3339, UTC, with milliseconds. */
export const time = z.string().meta({ format: 'date-time' });

/** `min` to `max` code points; comparing lengths settles nearly every text without counting. LIM1 */
function codePoints(min: number, max: number) {
  return z
    .string()
    .refine((text) => text.length >= 2 * min || [...text].length >= min, {
      message: min === 1 ? 'must not be empty' : `must be at least ${String(min)} characters`,
      abort: true,
    })
    .refine((text) => text.length <= max || [...text].length <= max, {
      message: `must be at most ${String(max)} characters`,
      abort: true,
    })
    .meta({ minLength: min, maxLength: max });
}

function notBlank(text: string): boolean {
  return text.trim() !== '';
}

/** A message's text: stored exactly as sent. */
export const text = codePoints(1, limits.text).refine(notBlank, 'must not be blank');
/** The same, or nothing: what carries media needs no words. */
export const caption = codePoints(0, limits.text).refine(
  (words) => words === '' || notBlank(words),
  'must not be blank',
);
export const displayName = codePoints(1, sizes.displayName).refine(notBlank, 'must not be blank');
export const groupName = codePoints(1, sizes.groupName).refine(notBlank, 'must not be blank');
export const groupDescription = codePoints(0, sizes.groupDescription);

export const username = z
  .string()
  .regex(/^[A-Za-z0-9._-]{3,32}$/, 'must be 3 to 32 of a-z 0-9 . _ -')
  .toLowerCase()
  .meta({ examples: ['ada'] });
/** A password to be set. */
export const password = codePoints(sizes.password.min, sizes.password.max).meta({
  examples: ['correct horse battery'],
});
/** A password to be compared: a short one is wrong, not malformed. */
export const passwordGiven = codePoints(1, sizes.password.max);
/** What a name is searched by. */
export const nameQuery = codePoints(1, sizes.nameQuery).refine(
  (query) => foldName(query) !== '',
  'holds nothing to search for',
);

/** What the clients of one account keep together; never interpreted by the server, replaced whole. */
export const settings = z
  .record(z.string(), z.unknown())
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= sizes.settingsBytes, {
    message: `must be at most ${String(sizes.settingsBytes)} bytes of JSON`,
  })
  .meta({ id: 'Settings' });

/** `limit`: above the maximum means the maximum, however far above; below 1 or no number is refused. */
export const pageLimit = z
  .string()
  .regex(/^\d+$/, 'must be a whole number')
  .transform((written) => Math.min(Number(written), limits.page))
  .pipe(z.int().min(1, 'must be at least 1'))
  .default(sizes.defaultPage)
  .meta({ minimum: 1, description: `At most ${String(limits.page)}; above means that many` });
/** A position in a query string. */
export const querySeq = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(0));
/** Where the next page begins; opaque to clients. */
export const cursor = z.string().min(1).max(512).meta({ description: '`next_cursor` of the page before' });
