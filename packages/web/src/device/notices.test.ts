import { expect, test } from 'bun:test';
import { createNotices } from './notices.ts';

test('each notice is taken once, by somebody who takes at every change', () => {
  const notices = createNotices();
  const shown: string[] = [];
  notices.waiting.subscribe(() => shown.push(...notices.take().map(({ sentence }) => sentence)));
  notices.say('one');
  notices.say('two');
  expect(shown).toEqual(['one', 'two']);
  expect(notices.waiting.getSnapshot()).toEqual([]);
});
