import { expect, test } from 'bun:test';
import { parseOptions } from './options.ts';

const missing = { path: null, missing: 'none here' } as const;

test('without a browser the web scenario is left out with a sentence, and refused when it is asked for', () => {
  const { parts, leftOut } = parseOptions([], missing);
  expect(parts).not.toContain('web');
  expect(leftOut).toBe('web is left out: none here');
  expect(() => parseOptions(['--only', 'web'], missing)).toThrow('web needs a browser: none here');
  expect(parseOptions(['--only', 'idle'], missing).leftOut).toBeNull();
});

test('with a browser it is in the plan', () => {
  const { parts, chromiumPath, leftOut } = parseOptions([], { path: '/a/chromium' });
  expect(parts).toContain('web');
  expect(chromiumPath).toBe('/a/chromium');
  expect(leftOut).toBeNull();
});
