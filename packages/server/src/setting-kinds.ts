import { isIP } from 'node:net';
import { z } from 'zod';

/*
 * The kinds of values a setting may have, each parsed from its text in the environment. Messages complete the sentence
 * "<NAME> …" and never repeat the value: some are secrets.
 */

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .pipe(z.int(message).min(min, message).max(max, message));
}

/** 0 means any free port. */
export const port = wholeNumber(0, 65_535);

/** Seconds with decimals, as milliseconds. */
export function seconds(min: number, max: number) {
  const message = `must be a number of seconds from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
    .transform((value) => Math.round(value * 1000));
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const tenYearsMs = 3650 * 86_400_000;

/** `30s`, `15m`, `12h`, `90d`, as milliseconds; `0` where `minMs` allows it. */
export function duration(minMs: number) {
  const message = `must be a duration such as 30s, 15m, 12h or 90d${minMs === 0 ? ', or 0' : ''}`;
  return z
    .string()
    .regex(/^(0|\d{1,9}[smhd])$/, message)
    .transform((text) => Number.parseInt(text, 10) * (unitMs[text.slice(-1)] ?? 0))
    .pipe(z.number().min(minMs, message).max(tenYearsMs, 'must be at most ten years'));
}

export function oneOf<const Choices extends readonly [string, ...string[]]>(...choices: Choices) {
  return z.enum(choices, `must be one of ${choices.join(', ')}`);
}

export const text = z.string().min(1);

export const mongoUrl = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\/./, 'must be a MongoDB connection string: mongodb://… or mongodb+srv://…');

export const redisUrl = z
  .string()
  .regex(/^rediss?:\/\/./, 'must be the address of a Redis: redis://… or rediss://…');

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.origin === value;
}

/** Scheme, host and port, nothing after: what browsers send as `Origin`. */
export const origin = z
  .string()
  .transform((value) => value.replace(/\/$/, ''))
  .refine(isOrigin, 'must be an origin such as https://chat.example.org, without a path');

export const webUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    message: 'must be an http or https address',
  });

/** Without a user in it: keys have settings of their own. A path is what some services have before the bucket. */
export const s3Url = webUrl.refine(
  (value) => {
    const { username, password, search, hash } = new URL(value);
    return username + password + search + hash === '';
  },
  { message: 'must be the address of the service alone, without a key, a bucket or a query' },
);

export const bucketName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/, 'must be the name of a bucket');

/** Comma-separated; blanks around the parts are ignored. */
export function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((value) => value.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
    .pipe(z.array(item));
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** An address, or a network as `10.0.0.0/8`. */
export const network = z
  .string()
  .refine(isNetwork, 'must list addresses or networks such as 10.0.0.0/8, separated by commas');

export const jwtSecret = z
  .string()
  .refine((value) => new TextEncoder().encode(value).length >= 32, 'must be at least 32 bytes long');
