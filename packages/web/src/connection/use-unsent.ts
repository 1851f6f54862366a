import type { OutboxItem } from '@parley/client';
import { useMemo } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { useOwnId } from '../people/use-person.ts';
import { ownUnsent } from './unsent.ts';

/** One's own messages that the server has not stored, in the order of writing. */
export function useUnsent(): readonly OutboxItem[] {
  const items = useObservable(useApp().client.outbox);
  const ownId = useOwnId();
  return useMemo(() => ownUnsent(items, ownId), [items, ownId]);
}
