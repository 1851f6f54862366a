import { z } from 'zod';
import { limits, sizes } from '../limits.ts';

/** RFC 3339, UTC, with milliseconds. */
export const time = z.string().meta({ format: 'date-time' });

/** At most `max` code points; the cheap comparison settles nearly every text. */
function codePoints(min: number, max: number) {
  return z
    .string()
    .min(min)
    .refine(
      (text) => text.length <= max || [...text].length <= max,
      `must be at most ${String(max)} characters`,
    )
    .meta({ maxLength: max });
}

function notBlank(text: string): boolean {
  return text.trim() !== '';
}

/** A message's text: stored exactly as sent. */
export const text = codePoints(1, limits.text).refine(notBlank, 'must not be blank');
export const displayName = codePoints(1, sizes.displayName).refine(notBlank, 'must not be blank');
export const groupName = codePoints(1, sizes.groupName).refine(notBlank, 'must not be blank');
export const groupDescription = codePoints(0, sizes.groupDescription);

export const username = z
  .string()
  .regex(/^[A-Za-z0-9._-]{3,32}$/, 'must be 3 to 32 of a-z 0-9 . _ -')
  .toLowerCase();
export const password = z.string().min(sizes.password.min).max(sizes.password.max);

/** What the clients of one account keep together; never interpreted by the server, replaced whole. */
export const settings = z
  .record(z.string(), z.unknown())
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= sizes.settingsBytes, {
    message: `must be at most ${String(sizes.settingsBytes)} bytes of JSON`,
  })
  .meta({ id: 'Settings' });

/** A whole number in a query string. */
function queryInteger(min: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, min === 1 ? 'must be at least 1' : undefined));
}

/** `limit`: above the maximum means the maximum, below 1 or no number is refused. */
export const pageLimit = queryInteger(1)
  .pipe(z.int().overwrite((value) => Math.min(value, limits.page)))
  .default(sizes.defaultPage);
export const querySeq = queryInteger(0);
export const cursor = z.string().min(1).max(512);
