import { expect, test } from 'bun:test';
import type { Fields } from './fields.ts';
import { visitList } from './visit-list.ts';

/** Visits a list whose pages are these, by cursor. */
async function visit(pages: Readonly<Record<string, Fields>>) {
  const visited: unknown[] = [];
  const get = (path: string) =>
    Promise.resolve(pages[new URL(path, 'http://x').searchParams.get('cursor') ?? '']);
  const isThere = await visitList(
    { get },
    { path: '/x', name: 'items', visit: ({ n }) => void visited.push(n) },
  );
  return { isThere, visited };
}

test('a list is read to its last page', async () => {
  const pages = {
    '': { items: [{ n: 1 }, { n: 2 }], next_cursor: 'a b' },
    'a b': { items: [{ n: 3 }], next_cursor: null },
  };
  expect(await visit(pages)).toEqual({ isThere: true, visited: [1, 2, 3] });
  expect(await visit({})).toEqual({ isThere: false, visited: [] });
});

test('a list without end is noticed', async () => {
  const same = { items: [], next_cursor: 'a' };
  const ended: unknown = await visit({ '': same, a: same }).catch(String);
  expect(ended).toBe('AuditFault: the list of items does not end');
});
