import { useEffect, useRef } from 'react';
import { useLocation, useRoute } from 'wouter';
import { addressOf, patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { keyAction, neighbourOf, type KeyAction } from './key-action.ts';

/** The keys that work anywhere but in front of a dialog or a menu. */
export function useAppKeys(onHelp: () => void): void {
  const { client } = useApp();
  const [, navigate] = useLocation();
  const [, params] = useRoute(patterns.conversation);

  function act(action: KeyAction): void {
    if (action === 'help') {
      onHelp();
      return;
    }
    const rows = client.conversations.getSnapshot().filter(({ archived }) => !archived);
    const ids = rows.map(({ id }) => id);
    const found = neighbourOf(ids, params?.conversation, action === 'next' ? 1 : -1);
    if (found !== undefined) navigate(addressOf(found));
  }

  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const stop = new AbortController();
    const listen = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const isTaken = event.defaultPrevented || event.isComposing;
      if (isTaken || target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
      const action = keyAction(event, isTextField(target));
      if (action === undefined) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', listen, { signal: stop.signal });
    return () => {
      stop.abort();
    };
  }, []);
}

function isTextField(target: HTMLElement | undefined): boolean {
  return target?.isContentEditable === true || target?.matches('input, textarea, select') === true;
}
