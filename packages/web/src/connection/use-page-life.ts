import { useEffect } from 'react';
import { useApp } from '../app/app-context.tsx';

/** Tries to connect at once when the device has a network again and when somebody looks; keeps all when nobody does. */
export function usePageLife(): void {
  const { client } = useApp();
  useEffect(() => {
    const stop = new AbortController();
    const look = (): void => {
      if (document.visibilityState === 'hidden') void client.flush();
      else if (navigator.onLine) client.wake();
    };
    addEventListener('online', () => client.wake(), stop);
    document.addEventListener('visibilitychange', look, stop);
    // A page that comes back from the cache of the back button has lost its socket.
    addEventListener('pageshow', look, stop);
    addEventListener('pagehide', () => void client.flush(), stop);
    return () => {
      stop.abort();
    };
  }, [client]);
}
