import { useEffect, useRef } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { useWatchedPeople } from './use-presence.ts';

/** Names and pictures of these people as they are now, and as they change while the component is shown. */
export function useAuthors(ids: readonly string[]): void {
  const { client } = useApp();
  const isOnline = useSelected(client.connection, ({ status }) => status === 'online');
  const renewed = useRef(new Set<string>());
  // First told of changes, then asked for what is: nothing falls between.
  useWatchedPeople(ids);
  const key = ids.join(' ');
  useEffect(() => {
    if (!isOnline) {
      // What changes now is said to nobody here.
      renewed.current.clear();
      return;
    }
    const fresh = key.split(' ').filter((id) => id !== '' && !renewed.current.has(id));
    for (const id of fresh) renewed.current.add(id);
    client.renewPeople(fresh);
  }, [client, isOnline, key]);
}
