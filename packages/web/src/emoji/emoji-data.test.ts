import { expect, test } from 'bun:test';
import { createOnceLoader } from './emoji-data.ts';

test('what was loaded is kept, also for those who ask while it loads', async () => {
  let loads = 0;
  const load = createOnceLoader(async () => ++loads);
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test('a failure reaches who asked, and the next call tries again', async () => {
  let loads = 0;
  const load = createOnceLoader(async () => {
    if (++loads === 1) throw new Error('no network');
    return loads;
  });
  expect(await load().catch(String)).toContain('no network');
  expect(await load()).toBe(2);
});
