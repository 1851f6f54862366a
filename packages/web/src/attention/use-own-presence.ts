import { useEffect, useRef } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { isPageActive, subscribeActive } from '../device/use-page.ts';
import { useOwnId } from '../people/use-person.ts';
import { usePresence, useWatchedPeople } from '../people/use-presence.ts';
import type { TabLead } from './tab-lead.ts';
import { watchIdle } from './watch-idle.ts';

const idleMs = 5 * 60_000;
const touches = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** Says that one is away after five minutes without a touch, or what one has chosen to say. PRS1 */
export function useOwnPresence(lead: TabLead): void {
  const { client, clock, preferences } = useApp();
  const chosen = useSelected(preferences.values, ({ presence }) => presence);
  const ownId = useOwnId();
  useWatchedPeople(ownId === '' ? [] : [ownId]);
  const seenAs = usePresence(ownId)?.status;
  const isIdleHere = useRef(false);

  useEffect(() => {
    if (chosen !== 'automatic') {
      client.presence.say(chosen);
      return undefined;
    }
    client.presence.say('online');
    isIdleHere.current = false;
    const idle = watchIdle(clock, idleMs, (isIdle) => {
      isIdleHere.current = isIdle;
      // Of several tabs the one in use says it.
      if (!isIdle || lead.isLeading()) client.presence.say(isIdle ? 'away' : 'online');
    });
    const stop = new AbortController();
    for (const touch of touches) addEventListener(touch, idle.touch, { passive: true, signal: stop.signal });
    const endActive = subscribeActive(idle.touch);
    return () => {
      stop.abort();
      endActive();
      idle.stop();
    };
  }, [client, clock, lead, chosen]);

  // The server knows people, not their devices: what another one said while this one is in use is not so.
  useEffect(() => {
    const isInUse = isPageActive() && !isIdleHere.current && lead.isLeading();
    if (chosen === 'automatic' && seenAs === 'away' && isInUse) client.presence.say('online');
  }, [client, lead, chosen, seenAs]);
}
