import { describe, expect, test } from 'bun:test';
import type { OutboxItem } from '@parley/client';
import { editAgain } from './edit-again.ts';

function refused(text: string): OutboxItem {
  const error = { code: 'forbidden', message: 'No.', retry: false } as const;
  const target = { type: 'group', to: 'tea' } as const;
  const rest = { content: { content: text }, order: 1, writtenAtMs: 1, error };
  return { id: 'm', owner: 'ada', conversation: 'tea', target, status: 'failed', ...rest };
}

describe('a refused message that is edited', () => {
  test('is in the composer, to be saved', () => {
    expect(editAgain(refused('Hi'), undefined)).toEqual({ text: '', edit: { messageId: 'm', text: 'Hi' } });
  });

  test('takes nothing from what was written there since', () => {
    const draft = { text: 'And then?', replyTo: 'r' };
    expect(editAgain(refused('Hi'), draft)).toEqual({ ...draft, edit: { messageId: 'm', text: 'Hi' } });
  });
});
