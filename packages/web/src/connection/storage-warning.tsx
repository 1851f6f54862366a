import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { IconButton } from '../design/icon-button.tsx';
import { texts } from '../texts/texts.ts';
import { NoticeLine } from './notice-line.tsx';
import { useUnloadGuard } from '../device/use-unload-guard.ts';

/** Says once that nothing is kept here, and asks before unsent messages are lost that way. */
export function StorageWarning() {
  const { client } = useApp();
  const keepsNothing = useSelected(client.storageFault, (fault) => fault !== undefined);
  const [isDismissed, setIsDismissed] = useState(false);
  const hasUnsent = useSelected(client.outbox, ({ length }) => length > 0);
  useUnloadGuard(keepsNothing && hasUnsent);
  const isShown = keepsNothing && !isDismissed;
  return (
    <NoticeLine
      label={texts.connection.storageRegion}
      text={
        isShown ? (
          <>
            <TriangleAlert aria-hidden size={16} />
            <span>{texts.connection.notKept}</span>
          </>
        ) : undefined
      }
    >
      {isShown && <IconButton icon={X} label={texts.app.dismiss} onClick={() => setIsDismissed(true)} />}
    </NoticeLine>
  );
}
