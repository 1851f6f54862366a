import { useCallback, useEffect } from 'react';
import type { ConversationView } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { useConversation } from './conversation-context.tsx';

/** A page that did not come, over the list: again by hand, and by itself once the client has caught up. */
export function LoadFailed({ view }: { readonly view: Pick<ConversationView, 'hasNewer'> }) {
  const { client } = useApp();
  const { handle } = useConversation();
  const isCurrent = useObservable(client.isCurrent);
  const { hasNewer } = view;
  const retry = useCallback(
    (): void => void (hasNewer ? handle.loadNewer() : handle.loadOlder()),
    [handle, hasNewer],
  );
  // Only what changes while it is shown: it appears at the moment of a failure, and must not repeat it at once.
  useEffect(() => {
    const end = client.isCurrent.subscribe(() => {
      if (client.isCurrent.getSnapshot()) retry();
    });
    return end;
  }, [client, retry]);
  return (
    <div className="load-failed" role="status">
      <span>{texts.conversation.pageFailed}</span>
      <button type="button" className="load-failed__again" onClick={retry} disabled={!isCurrent}>
        {texts.app.tryAgain}
      </button>
    </div>
  );
}
