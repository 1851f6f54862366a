import { expect, test } from 'bun:test';
import { addPeople } from './add-people.ts';

test('adding several people tells how far it is, and who was refused and why', async () => {
  const refusal = {
    code: 'forbidden',
    message: 'This person does not want to be added by you.',
    retry: false,
  } as const;
  const progress: number[] = [];
  const outcome = await addPeople({
    userIds: ['ann', 'bob', 'eve'],
    add: async (id) => (id === 'bob' ? { ok: false, error: refusal } : { ok: true, value: null }),
    onProgress: (tried) => progress.push(tried),
  });
  expect(progress).toEqual([0, 1, 2]);
  expect(outcome.added).toEqual(['ann', 'eve']);
  expect([...outcome.failed]).toEqual([['bob', refusal]]);
});
