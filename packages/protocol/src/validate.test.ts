import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { z } from 'zod';
import { clientEvents } from './events.ts';
import { routes, type Route } from './routes.ts';
import { refuseInput, validate } from './validate.ts';

const person = z.object({ name: z.string(), age: z.int().optional(), tags: z.array(z.string()).optional() });

test('SEC2: what fits is accepted, unknown fields are dropped', () => {
  expect(validate(person, { name: 'Ann', age: 3, admin: true })).toEqual({
    ok: true,
    value: { name: 'Ann', age: 3 },
  });
});

test('SEC2: wrong types are refused, never converted', () => {
  for (const name of [1, true, null, ['Ann'], { $ne: '' }, undefined])
    expect(validate(person, { name })).toMatchObject({ ok: false, error: { code: 'invalid', retry: false } });
  for (const whole of [undefined, null, 'x', 3, [], [{ name: 'Ann' }]])
    expect(validate(person, whole).ok).toBe(false);
});

test('SEC2: a refusal names every field at fault, the first in its sentence', () => {
  const refused = validate(person, { name: 1, age: 1.5, tags: ['a', 2] });
  expect(refused).toMatchObject({
    error: { issues: [{ path: 'name' }, { path: 'age' }, { path: 'tags.1' }] },
  });
  expect(!refused.ok && refused.error.message).toStartWith('name: ');
});

test('SEC2: hostile content is refused before any schema sees it, also in fields that would be dropped', () => {
  const input: unknown = JSON.parse('{"name": "Ann", "extra": {"__proto__": {"admin": true}}}');
  expect(validate(person, input)).toMatchObject({
    ok: false,
    error: { issues: [{ path: 'extra.__proto__' }] },
  });
  expect(validate(z.unknown(), 'a\0').ok).toBe(false);
});

test('LIM1: a refusal lists at most 20 issues', () => {
  const tags = Array.from({ length: 500 }, () => 1);
  const refused = validate(person, { name: 'Ann', tags });
  expect(!refused.ok && refused.error.issues?.length).toBe(20);
  expect(refuseInput([]).error.message).toBe('The input is malformed.');
});

const inputSchemas: [string, z.ZodType][] = [
  ...Object.entries(clientEvents).map(([name, row]): [string, z.ZodType] => [`event ${name}`, row.payload]),
  // What a stream's body is, documents say and its handler reads.
  ...Object.entries<Route>(routes).flatMap(([name, { params, query, headers, body, stream }]) =>
    [params, query, headers, stream === undefined ? body : undefined]
      .filter((schema) => schema !== undefined)
      .map((schema): [string, z.ZodType] => [`route ${name}`, schema]),
  ),
];

test('SEC2: property: no JSON makes the schema of an event or a route throw; a refusal always has issues', () => {
  fc.assert(
    fc.property(fc.constantFrom(...inputSchemas), fc.jsonValue({ maxDepth: 3 }), ([, schema], input) => {
      const result = validate(schema, input);
      if (!result.ok) expect(result.error.issues?.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('SEC2: every field of every payload is strict about its type and named when it is wrong', () => {
  const objects = inputSchemas.flatMap(([name, schema]) =>
    schema instanceof z.ZodObject ? [[name, schema] as const] : [],
  );
  expect(objects.length).toBe(inputSchemas.length);
  for (const [name, schema] of objects)
    for (const field of Object.keys(schema.shape)) {
      // No field of any input takes a function-like object of operators.
      if (field === 'settings' || field === 'conversations') continue;
      const refused = validate(schema, { [field]: { $gt: '' } });
      const paths = refused.ok ? [] : (refused.error.issues ?? []).map(({ path }) => path);
      expect([name, field, paths]).toEqual([name, field, expect.arrayContaining([field])]);
    }
});
