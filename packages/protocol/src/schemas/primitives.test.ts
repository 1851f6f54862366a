import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { z } from 'zod';
import { limits, sizes } from '../limits.ts';
import {
  displayName,
  groupDescription,
  groupName,
  nameQuery,
  pageLimit,
  password,
  passwordGiven,
  querySeq,
  settings,
  text,
  username,
} from './primitives.ts';

const fits = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
const astral = '😀';

describe('texts', () => {
  test('LIM1: a text has up to 8,000 code points, astral ones count once', () => {
    for (const letter of ['a', 'é', '日', astral]) {
      expect([letter, fits(text, letter.repeat(limits.text))]).toEqual([letter, true]);
      expect([letter, fits(text, letter.repeat(limits.text + 1))]).toEqual([letter, false]);
    }
    expect(fits(text, 'a'.repeat(limits.text - 1) + astral)).toBe(true);
    expect(fits(text, 'a'.repeat(limits.text) + astral)).toBe(false);
  });

  test('LIM1: beyond a limit the answer names the limit', () => {
    const refused = text.safeParse('a'.repeat(limits.text + 1));
    expect(refused.error?.issues.map((issue) => issue.message)).toEqual(['must be at most 8000 characters']);
  });

  test('LIM1: a blank text is refused, however blank', () => {
    for (const blank of ['', ' ', '\n\t ', '\u00a0\u2003\u3000', '\ufeff', '\u2028'])
      expect([blank, fits(text, blank)]).toEqual([blank, false]);
  });

  test('LIM1: property: a text is kept exactly as sent, also the space around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (content) => {
        fc.pre(content.trim() !== '');
        expect(text.parse(content)).toBe(content);
      }),
    );
    expect(text.parse('  a\r\nb\u0301 \u202e ')).toBe('  a\r\nb\u0301 \u202e ');
  });

  test('LIM1: names and descriptions count code points too', () => {
    for (const [schema, max] of [
      [groupName, sizes.groupName],
      [displayName, sizes.displayName],
      [groupDescription, sizes.groupDescription],
      [nameQuery, sizes.nameQuery],
      [password, sizes.password.max],
    ] as const) {
      expect([max, fits(schema, astral.repeat(max))]).toEqual([max, true]);
      expect([max, fits(schema, astral.repeat(max + 1))]).toEqual([max, false]);
    }
    expect(fits(groupName, ' ')).toBe(false);
    expect(fits(displayName, '')).toBe(false);
    expect(fits(groupDescription, '')).toBe(true);
  });

  test('SEC2: a search that folds to nothing is refused, since everybody would match', () => {
    expect(fits(nameQuery, '\u0301\u0302')).toBe(false);
    expect(fits(nameQuery, 'é')).toBe(true);
  });
});

describe('accounts', () => {
  test('SEC5: usernames are 3 to 32 of the alphabet, kept in lower case', () => {
    expect(username.parse('Ann.B_c-9')).toBe('ann.b_c-9');
    for (const wrong of ['ab', 'a'.repeat(33), 'a b', 'änn', 'a@b', 'ann\n', ''])
      expect([wrong, fits(username, wrong)]).toEqual([wrong, false]);
  });

  test('SEC5: a password to be set has at least 8 characters, one to be compared any', () => {
    expect(fits(password, '1234567')).toBe(false);
    expect(fits(password, astral.repeat(7))).toBe(false);
    expect(fits(password, '12345678')).toBe(true);
    expect(fits(passwordGiven, 'x')).toBe(true);
    expect(fits(passwordGiven, 'x'.repeat(257))).toBe(false);
  });

  test('LIM1: settings are any object of up to 16 kB of JSON, counted in bytes', () => {
    const around = JSON.stringify({ a: '' }).length;
    expect(fits(settings, { a: 'x'.repeat(sizes.settingsBytes - around) })).toBe(true);
    expect(fits(settings, { a: 'x'.repeat(sizes.settingsBytes - around + 1) })).toBe(false);
    expect(fits(settings, { a: 'é'.repeat(sizes.settingsBytes / 2) })).toBe(false);
    expect(settings.parse({ theme: { dark: [1, null] } })).toEqual({ theme: { dark: [1, null] } });
    for (const wrong of [null, [], 'x']) expect(fits(settings, wrong)).toBe(false);
  });
});

describe('numbers in queries', () => {
  test('LIM1: limit is 50 by default, and above 200 means 200', () => {
    expect(pageLimit.parse(undefined)).toBe(50);
    expect(pageLimit.parse('1')).toBe(1);
    expect(pageLimit.parse('200')).toBe(200);
    expect(pageLimit.parse('201')).toBe(200);
    expect(pageLimit.parse('999999999')).toBe(200);
    expect(pageLimit.parse('9'.repeat(400))).toBe(200);
  });

  test('LIM1: a limit below 1, or that is no whole number, is invalid', () => {
    for (const wrong of ['0', '00', '-1', '1.5', '1e3', '0x10', ' 1', '', 'ten', 5, null])
      expect([wrong, fits(pageLimit, wrong)]).toEqual([wrong, false]);
  });

  test('SEQ1: property: a position in a query is the whole number that was written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 15 - 1 }), (n) => querySeq.parse(String(n)) === n));
    for (const wrong of ['-1', '1.0', 'NaN', '', '1'.repeat(16)]) expect(fits(querySeq, wrong)).toBe(false);
  });
});
