import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { createPagedList, type PagedList, type PagedState } from './paged-list.ts';

export type ShownList<Item> = PagedState<Item> & Pick<PagedList<Item>, 'reload' | 'loadMore'>;

/** Changes come in flocks: ten people added are one refresh. */
const settleMs = 300;

/**
 * A list in pages, fetched at once, and again when `version` changes or the connection has come back. `fetchPage` of
 * the first drawing counts: give the component a key where it may become another list.
 */
export function usePagedList<Item>(
  fetchPage: Parameters<typeof createPagedList<Item>>[0],
  version: unknown,
): ShownList<Item> {
  const { client, clock } = useApp();
  const [list] = useState(() => createPagedList(fetchPage));
  const isCurrent = useObservable(client.isCurrent);
  const state = useObservable(list.state);
  useEffect(() => {
    const isFirst = list.state.getSnapshot().items === undefined;
    if (!isCurrent && !isFirst) return undefined; // nothing to be had; the return of the connection comes by here
    return clock.after(isFirst ? 0 : settleMs, () => void list.reload());
  }, [list, clock, version, isCurrent]);
  return { ...state, reload: list.reload, loadMore: list.loadMore };
}
