import { expect, test } from 'bun:test';
import { thumbhashUrl } from './thumbhash-url.ts';

test('WEB9: a placeholder is drawn from a message’s own few bytes, and nonsense is none', () => {
  expect(thumbhashUrl('3OcRJYB4d3h/iIeHeEh3eIhw+j2w')).toStartWith('data:image/png;base64,');
  for (const nonsense of [undefined, '', '*', 'AA==']) expect(thumbhashUrl(nonsense)).toBeUndefined();
});
