import { DatabaseBackup } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { NoticeLine } from './notice-line.tsx';
import { patienceMs } from './outage.ts';

/** One line above everything while the server holds messages that it cannot store; it goes by itself. */
export function HoldingNotice() {
  const { client } = useApp();
  const isHolding = useObservable(client.isHolding);
  // Without a connection nobody knows what the server holds, and another line says so.
  const isOnline = useSelected(client.connection, ({ status }) => status === 'online');
  const isShown = useHasLasted(isHolding && isOnline);
  return (
    <NoticeLine
      label={texts.connection.holdingRegion}
      text={
        isShown ? (
          <>
            <DatabaseBackup aria-hidden size={16} />
            <span>{texts.connection.holding}</span>
          </>
        ) : undefined
      }
    />
  );
}

/** Whether it has been so for long enough to be worth a word. */
function useHasLasted(isSo: boolean): boolean {
  const { clock } = useApp();
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isSo) return undefined;
    const cancel = clock.after(patienceMs, () => setHasLasted(true));
    return () => {
      cancel();
      setHasLasted(false);
    };
  }, [clock, isSo]);
  return isSo && hasLasted;
}
