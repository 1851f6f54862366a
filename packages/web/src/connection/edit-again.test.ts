import { describe, expect, test } from 'bun:test';
import type { OutboxItem } from '@parley/client';
import { editAgain } from './edit-again.ts';

function refused(content: OutboxItem['content']): OutboxItem {
  const error = { code: 'forbidden', message: 'No.', retry: false } as const;
  const target = { type: 'group', to: 'tea' } as const;
  const times = { order: 1, writtenAtMs: 1 };
  return { id: 'm', owner: 'ada', conversation: 'tea', target, content, status: 'failed', error, ...times };
}

describe('a refused message that is edited', () => {
  test('becomes the draft, with what it answers', () => {
    expect(editAgain(refused({ content: 'Hi', reply_to: 'q' }), undefined)).toEqual({
      text: 'Hi',
      replyTo: 'q',
    });
  });

  test('stands before what was written since, and loses nothing of it', () => {
    const draft = { text: 'And then?', replyTo: 'r' };
    expect(editAgain(refused({ content: 'Hi', reply_to: 'q' }), draft)).toEqual({
      text: 'Hi\n\nAnd then?',
      replyTo: 'r',
    });
  });

  test('without words brings none', () => {
    expect(editAgain(refused({ media_id: 'x' }), { text: 'Look' })).toEqual({ text: 'Look' });
  });
});
