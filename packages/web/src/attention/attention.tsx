import { useEffect, useState } from 'react';
import { isPageActive, subscribeActive } from '../device/use-page.ts';
import { createTabLead, type TabLead } from './tab-lead.ts';
import { useAlerts } from './use-alerts.ts';
import { useOwnPresence } from './use-own-presence.ts';
import { useWindowTitle } from './use-window-title.ts';

/** What draws attention outside of the page, and what says to others that one is here. Shows nothing itself. */
export function Attention() {
  const [lead, setLead] = useState<TabLead>();
  useEffect(() => {
    // Without TLS a browser has no locks, whatever its types say.
    const made = createTabLead('parley attention', (navigator as Partial<Navigator>).locks);
    const follow = (): void => {
      if (isPageActive()) made.take();
    };
    const end = subscribeActive(follow);
    follow();
    setLead(made);
    return () => {
      end();
      made.stop();
    };
  }, []);
  useWindowTitle();
  return lead === undefined ? null : <SignsOfLife lead={lead} />;
}

function SignsOfLife({ lead }: { readonly lead: TabLead }) {
  useAlerts(lead);
  useOwnPresence(lead);
  return null;
}
