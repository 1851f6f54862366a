import { useState } from 'react';
import { useApp } from './app-context.tsx';
import { useSelected } from './use-observable.ts';

/** Whether something of the server's could not be loaded, and how to say so. Once the connection is back it is tried again. */
export function useLoadFailure(): readonly [hasFailed: boolean, fail: () => void] {
  const { client } = useApp();
  const isOnline = useSelected(client.connection, ({ status }) => status === 'online');
  const [wasOnline, setWasOnline] = useState(isOnline);
  const [hasFailed, setHasFailed] = useState(false);
  if (wasOnline !== isOnline) {
    setWasOnline(isOnline);
    if (isOnline) setHasFailed(false);
  }
  return [hasFailed, () => setHasFailed(true)];
}
