import { describe, expect, test } from 'bun:test';
import type { Result } from '@parley/client';
import { createSearch } from './create-search.ts';

type Answer = Result<readonly string[]>;

function bench() {
  let due: (() => void) | undefined;
  const asked: { query: string; answer: (answer: Answer) => void }[] = [];
  const clock = {
    after(_delayMs: number, task: () => void) {
      due = task;
      return () => {
        if (due === task) due = undefined;
      };
    },
  };
  const ask = (query: string) => new Promise<Answer>((answer) => asked.push({ query, answer }));
  const search = createSearch({ clock, ask });
  const settled = async (index: number, answer: Answer): Promise<void> => {
    asked[index]!.answer(answer);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { search, asked, settle: () => due?.(), answer: settled, now: () => search.state.getSnapshot() };
}

const found = (...value: string[]): Answer => ({ ok: true, value });
const failed: Answer = { ok: false, error: { code: 'unavailable', message: 'gone', retry: true } };

describe('a search', () => {
  test('asks once, after the last key press', async () => {
    const { search, asked, settle, answer, now } = bench();
    for (const query of ['a', 'ad', ' ada ']) search.look(query);
    expect(now()).toMatchObject({ query: 'ada', status: 'searching' });
    settle();
    expect(asked.map(({ query }) => query)).toEqual(['ada']);
    await answer(0, found('Ada'));
    expect(now()).toEqual({ query: 'ada', status: 'found', items: ['Ada'] });
  });

  test('ignores an answer that comes late', async () => {
    const { search, settle, answer, now } = bench();
    search.look('a');
    settle();
    search.look('b');
    settle();
    await answer(1, found('Bo'));
    await answer(0, found('Ada'));
    expect(now()).toMatchObject({ query: 'b', items: ['Bo'] });
  });

  test('keeps the last results while the next ones are on their way', async () => {
    const { search, settle, answer, now } = bench();
    search.look('a');
    settle();
    await answer(0, found('Ada'));
    search.look('ad');
    expect(now()).toEqual({ query: 'ad', status: 'searching', items: ['Ada'] });
  });

  test('forgets everything when the field is emptied', async () => {
    const { search, settle, answer, now } = bench();
    search.look('a');
    settle();
    search.look(' ');
    await answer(0, found('Ada'));
    expect(now()).toEqual({ query: '', status: 'idle', items: [] });
  });

  test('says why it failed, and asks the same again', async () => {
    const { search, asked, settle, answer, now } = bench();
    search.look('a');
    settle();
    await answer(0, failed);
    expect(now()).toMatchObject({ status: 'failed', error: { message: 'gone' } });
    search.again();
    await answer(1, found('Ada'));
    expect(asked.map(({ query }) => query)).toEqual(['a', 'a']);
    expect(now()).toMatchObject({ status: 'found', items: ['Ada'] });
  });
});
