import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { findCompletion } from './complete-emoji.ts';

/** `|` is the caret. */
function completionAt(marked: string) {
  const caret = marked.indexOf('|');
  return findCompletion(marked.replace('|', ''), caret);
}

test.each([
  [':ta|', 'ta', 0],
  ['hello :tada|', 'tada', 6],
  ['hello :tada| world', 'tada', 6],
  ['two\n:smile|', 'smile', 4],
  ['(:smile|)', 'smile', 1],
  ['**:smile|**', 'smile', 2],
  ['🎉:tada|', 'tada', 2],
  ['👍🏽:tada|', 'tada', 4],
  ['❤️:tada|', 'tada', 2],
  ['🇪🇺:flag|', 'flag', 4],
  [':Thumbs_Up|', 'Thumbs_Up', 0],
  [':no-entry|', 'no-entry', 0],
  [':+1|', '+1', 0],
  [':-1|', '-1', 0],
  ['für :fü|', 'fü', 4],
])('in %p the query is %p, from %p on', (marked, query, start) => {
  expect(completionAt(marked)).toEqual({ query, start });
});

test.each([
  '|:tada',
  ':|',
  ':t|',
  ':ta|da',
  ':tada |',
  ':tada:|',
  ':tada|:',
  'http:|//parley.example',
  'http://|parley.example',
  'see https://pa|',
  '10:30|',
  'at :30|',
  'note:this|',
  'std::vector|',
  '::ta|',
  ':-)|',
  ':D|',
  ':-D|',
  ':e-mail|',
  '`:tada|',
  'a/:tada|',
])('in %p there is nothing to complete', (marked) => {
  expect(completionAt(marked)).toBeUndefined();
});

test('a caret outside of the text finds nothing', () => {
  for (const caret of [-1, 6, Infinity, Number.NaN]) expect(findCompletion(':tada', caret)).toBeUndefined();
});

test('a word longer than any shortcode is none, wherever the look back begins', () => {
  expect(findCompletion(`:${'a'.repeat(40)}`, 41)?.query).toHaveLength(40);
  for (let length = 41; length < 90; length++) {
    expect(findCompletion(`x:${'a'.repeat(length)}`, length + 2)).toBeUndefined();
    expect(findCompletion(`:${'a'.repeat(length)}`, length + 1)).toBeUndefined();
  }
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(':', 'ta', '+1', ' ', '🎉', '\uFE0F', 'é', '_', '/', '\ud83c'), { maxLength: 30 })
    .map((parts) => parts.join('')),
);

test('whatever the text and the caret, what is found ends at the caret', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: -2, max: 100 }), (text, caret) => {
      const found = findCompletion(text, caret);
      if (found === undefined) return;
      expect(found.start).toBeLessThan(caret);
      expect(text.slice(found.start, caret)).toBe(`:${found.query}`);
    }),
  );
});

test('a shortcode is the colon and the query, and nothing of what stands around it', () => {
  const before = fc.constantFrom('', ' ', 'hello ', '🎉', '(');
  const after = fc.constantFrom('', ' ', ' hello', '🎉', ')');
  fc.assert(
    fc.property(before, fc.stringMatching(/^[a-z]{2,12}$/), after, (head, query, tail) => {
      const text = `${head}:${query}${tail}`;
      const found = findCompletion(text, head.length + 1 + query.length);
      expect(found).toEqual({ query, start: head.length });
    }),
  );
});
