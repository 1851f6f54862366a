import { CircleAlert, Clock3 } from 'lucide-react';
import { useState } from 'react';
import { useRoute } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { Dialog } from '../design/dialog.tsx';
import { useIsNarrow } from '../device/use-page.ts';
import { texts } from '../texts/texts.ts';
import { UnsentGroupList } from './unsent-group-list.tsx';
import { countWaiting, groupUnsent, noteworthyFrom, unsentOf } from './unsent.ts';
import { useHasCome } from './use-has-come.ts';

/**
 * What is not sent, of all conversations, at the foot of their list. Shown only when something was refused, or has waited
 * for long.
 */
export function OutboxTray() {
  const { client } = useApp();
  const items = unsentOf(useObservable(client.outbox));
  const [isOpen, setIsOpen] = useState(false);
  // All are sent: what fails next does not open it again.
  if (isOpen && items.length === 0) setIsOpen(false);
  const isNoteworthy = useHasCome(noteworthyFrom(items));
  const [isHome] = useRoute(patterns.home);
  const isListAway = useIsNarrow() && !isHome;
  const failed = items.length - countWaiting(items);
  const Icon = failed > 0 ? CircleAlert : Clock3;
  const t = texts.connection;
  return (
    <>
      {isNoteworthy && !isListAway && (
        <aside aria-label={t.unsentTitle}>
          <button
            type="button"
            className={`outbox-tray ${failed > 0 ? 'outbox-tray--failed' : ''}`}
            aria-haspopup="dialog"
            onClick={() => setIsOpen(true)}
          >
            <Icon aria-hidden size={18} />
            <span className="number">{t.unsent(items.length)}</span>
            {failed > 0 && failed < items.length && (
              <span className="outbox-tray__detail">{t.failedCount(failed)}</span>
            )}
          </button>
        </aside>
      )}
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={t.unsentTitle} width="wide">
        {groupUnsent(items).map((group) => (
          <UnsentGroupList key={group.conversation} group={group} onLeave={() => setIsOpen(false)} />
        ))}
      </Dialog>
    </>
  );
}
