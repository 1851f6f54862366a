import { useEffect, useState } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { isMuted } from './mute.ts';

/** A timer of a browser takes no longer delay than 24 days; one that is asked again may be shorter. */
const longestMs = 24 * 60 * 60 * 1000;

/** Whether a conversation is muted now; the component is drawn again when that ends by itself. */
export function useIsMuted(conversation: Pick<Conversation, 'muted_until'>): boolean {
  const { clock } = useApp();
  const { muted_until } = conversation;
  const [, redraw] = useState(0);
  const isMutedNow = isMuted({ muted_until }, clock.nowMs());
  useEffect(() => {
    if (muted_until === null || !isMutedNow) return undefined;
    let cancel = (): void => undefined;
    const wait = (): void => {
      const leftMs = Date.parse(muted_until) - clock.nowMs();
      cancel = clock.after(Math.min(leftMs, longestMs), () => {
        if (isMuted({ muted_until }, clock.nowMs())) wait();
        else redraw((count) => count + 1);
      });
    };
    wait();
    return () => cancel();
  }, [clock, muted_until, isMutedNow]);
  return isMutedNow;
}
