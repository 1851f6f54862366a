import { expect, test } from 'bun:test';
import { finishMode, isSameMode, modeOf } from './composer-mode.ts';

const answer = { text: 'I will', replyTo: 'm1' };
const edit = { messageId: 'm2', text: 'better' };

test('WEB3: an answer that waited while something was edited is still an answer', () => {
  const draft = { ...answer, edit };
  expect(modeOf(draft)).toEqual({ kind: 'edit', messageId: 'm2' });
  expect(finishMode(draft, 'better')).toEqual(answer);
  expect(modeOf(finishMode(draft, 'better'))).toEqual({ kind: 'new', replyTo: 'm1' });
});

test('who gives an answer up keeps its words', () => {
  expect(finishMode(answer, 'I will too')).toEqual({ text: 'I will too' });
});

test('one mode is told from another, whatever the words', () => {
  const modes = [undefined, answer, { ...answer, replyTo: 'm3' }, { text: '', edit }].map(modeOf);
  for (const [at, one] of modes.entries())
    for (const [place, other] of modes.entries()) expect(isSameMode(one, other)).toBe(at === place);
});
