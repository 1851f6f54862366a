import { useEffect } from 'react';
import type { Presence } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';

/** What is known of somebody's presence; undefined when nobody says. */
export function usePresence(id: string | undefined): Presence | undefined {
  const { client } = useApp();
  return useSelected(client.presence.state, (all) => (id === undefined ? undefined : all.get(id)));
}

/** Follows these people while the component is shown, beside the peers of the newest conversations. */
export function useWatchedPeople(ids: readonly string[]): void {
  const { presenceWatch } = useApp();
  const key = ids.join(' ');
  useEffect(() => presenceWatch.add(key === '' ? [] : key.split(' ')), [presenceWatch, key]);
}
