import { expect, test } from 'bun:test';
import { parseOptions } from './options.ts';

const chromium = { path: '/a/chromium' } as const;

const nothing = { mongoUrl: null, redisUrl: null };

test('the web scenario is measured when it is named, and refused with a sentence without a browser', () => {
  expect(parseOptions([], { ...nothing, chromium }).parts).not.toContain('web');
  const { parts, chromiumPath } = parseOptions(['--only', 'web'], { ...nothing, chromium });
  expect(parts).toEqual(['web']);
  expect(chromiumPath).toBe('/a/chromium');
  const missing = { path: null, missing: 'none here' } as const;
  expect(() => parseOptions(['--only', 'web'], { ...nothing, chromium: missing })).toThrow(
    'web needs a browser: none here',
  );
  expect(parseOptions([], { ...nothing, chromium: missing }).chromiumPath).toBeNull();
});

test('a quick look is smaller, and what is given counts in both', () => {
  expect(parseOptions([], { ...nothing, chromium })).toMatchObject({
    runs: 3,
    messages: 1_000_000,
    outageS: 60,
  });
  expect(parseOptions(['--quick'], { ...nothing, chromium })).toMatchObject({
    runs: 1,
    messages: 20_000,
    outageS: 10,
  });
  expect(parseOptions(['--quick', '--outage', '60', '--runs', '2'], { ...nothing, chromium })).toMatchObject({
    runs: 2,
    outageS: 60,
  });
});

test('what makes no sense is refused with a sentence', () => {
  expect(() => parseOptions(['--runs', '0'], { ...nothing, chromium })).toThrow(
    '--runs takes a whole number above 0',
  );
  expect(() => parseOptions(['--only', 'idle,nothing'], { ...nothing, chromium })).toThrow(
    '--only does not know nothing',
  );
});

test('a database far away is measured where there is one, when it is asked for', () => {
  const here = { chromium, mongoUrl: 'mongodb://here', redisUrl: null };
  expect(parseOptions([], here).parts).not.toContain('distant');
  expect(parseOptions(['--only', 'distant'], here).parts).toEqual(['distant']);
  expect(() => parseOptions(['--only', 'distant'], { ...here, mongoUrl: null })).toThrow(
    'distant needs a database: set TEST_MONGO_URL',
  );
});

test('several nodes are measured where there is a database and a Redis', () => {
  const here = { chromium, mongoUrl: 'mongodb://here', redisUrl: 'redis://here' };
  expect(parseOptions([], here).parts).not.toContain('cluster');
  expect(parseOptions(['--only', 'cluster'], here).parts).toEqual(['cluster']);
  expect(() => parseOptions(['--only', 'cluster'], { ...here, redisUrl: null })).toThrow('TEST_REDIS_URL');
});
