import { describe, expect, test } from 'bun:test';
import type { Result } from '@parley/client';
import { createPagedList, type Page } from './paged-list.ts';

const refusal = { code: 'unavailable', message: 'The server is away.', retry: true } as const;

/** Pages of two of a list that may change. */
function createSource(names: string[]) {
  const calls: (string | undefined)[] = [];
  const source = { names, calls, isAway: false };
  async function fetchPage(cursor: string | undefined): Promise<Result<Page<string>>> {
    calls.push(cursor);
    if (source.isAway) return { ok: false, error: refusal };
    const from = Number(cursor ?? 0);
    const items = source.names.slice(from, from + 2);
    return { ok: true, value: { items, next: from + 2 < source.names.length ? String(from + 2) : null } };
  }
  return Object.assign(source, { fetchPage });
}

describe('a list in pages', () => {
  test('shows the first page, then one more at a time, to the end', async () => {
    const source = createSource(['a', 'b', 'c', 'd', 'e']);
    const list = createPagedList(source.fetchPage);
    await list.reload();
    expect(list.state.getSnapshot()).toMatchObject({ items: ['a', 'b'], hasMore: true, isLoading: false });
    await list.loadMore();
    await list.loadMore();
    expect(list.state.getSnapshot()).toMatchObject({ items: ['a', 'b', 'c', 'd', 'e'], hasMore: false });
    await list.loadMore();
    expect(source.calls).toEqual([undefined, '2', '4']);
  });

  test('fetches as much again as was shown, and replaces it in one step', async () => {
    const source = createSource(['a', 'b', 'c', 'd', 'e']);
    const list = createPagedList(source.fetchPage);
    await list.reload();
    await list.loadMore();
    source.names = ['b', 'c', 'd', 'e', 'f'];
    const seen: unknown[] = [];
    list.state.subscribe(() => seen.push(list.state.getSnapshot().items));
    await list.reload();
    expect(seen).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd', 'e'],
    ]);
  });

  test('keeps what it has when the next try fails, and says why', async () => {
    const source = createSource(['a']);
    const list = createPagedList(source.fetchPage);
    await list.reload();
    source.isAway = true;
    await list.reload();
    expect(list.state.getSnapshot()).toMatchObject({ items: ['a'], isLoading: false, error: refusal });
    source.isAway = false;
    await list.reload();
    expect(list.state.getSnapshot().error).toBeUndefined();
  });

  test('an answer that was overtaken changes nothing', async () => {
    const answers: ((page: Result<Page<string>>) => void)[] = [];
    const list = createPagedList<string>(() => new Promise((resolve) => answers.push(resolve)));
    const [older, newer] = [list.reload(), list.reload()];
    answers[1]!({ ok: true, value: { items: ['new'], next: null } });
    await newer;
    answers[0]!({ ok: true, value: { items: ['old'], next: null } });
    await older;
    expect(list.state.getSnapshot().items).toEqual(['new']);
  });
});
