import { useEffect } from 'react';
import { useApp } from '../app/app-context.tsx';

/** Tries to connect at once when the device has a network again, and when somebody looks. */
export function useWake(): void {
  const { client } = useApp();
  useEffect(() => {
    const stop = new AbortController();
    const wake = (): void => {
      if (document.visibilityState === 'visible' && navigator.onLine) client.wake();
    };
    addEventListener('online', () => client.wake(), stop);
    document.addEventListener('visibilitychange', wake, stop);
    // A page that comes back from the cache of the back button has lost its socket.
    addEventListener('pageshow', wake, stop);
    return () => {
      stop.abort();
    };
  }, [client]);
}
