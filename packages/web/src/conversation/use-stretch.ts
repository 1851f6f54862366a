import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConversationHandle } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import type { Start } from './use-list-scroll.ts';

export interface Stretch {
  /** there is something to show: the newest messages, or what this device kept of them */
  readonly isOpen: boolean;
  /** changes with the stretch: another list is drawn */
  readonly key: number;
  /** undefined: where one has stopped reading */
  readonly start: Start | undefined;
  readonly flashedId: string | undefined;
  readonly open: () => void;
  /** False when there is no such message. */
  readonly jumpTo: (messageId: string) => Promise<boolean>;
  readonly showLatest: () => void;
  /** What is sent now is to be seen. */
  readonly follow: () => void;
}

const flashMs = 1_600;

/** Which part of the conversation is shown: its newest, or what is around a message that was asked for. */
export function useStretch(handle: ConversationHandle, messageId: string | undefined): Stretch {
  const { client, clock } = useApp();
  const isOpen = useIsOpen(handle, useObservable(client.isCurrent));
  const [place, setPlace] = useState<{ readonly key: number; readonly start: Start | undefined }>({
    key: 0,
    start: undefined,
  });
  const [flashedId, setFlashedId] = useState<string>();
  const endFlash = useRef<() => void>(undefined);

  const open = useCallback((): void => void handle.open(), [handle]);
  // A link to a message begins there, not at the end.
  useEffect(() => {
    if (messageId === undefined) handle.showLatest();
  }, [handle, messageId]);
  useEffect(() => () => endFlash.current?.(), []);

  const show = useCallback((start: Start): void => {
    setPlace(({ key }) => ({ key: key + 1, start }));
  }, []);

  const jumpTo = useCallback(
    async (id: string): Promise<boolean> => {
      const seq = await handle.showMessage(id);
      if (seq === undefined) return false;
      show({ kind: 'message', id });
      setFlashedId(id);
      endFlash.current?.();
      endFlash.current = clock.after(flashMs, () => setFlashedId(undefined));
      return true;
    },
    [clock, handle, show],
  );

  const showLatest = useCallback((): void => {
    handle.showLatest();
    show({ kind: 'end' });
  }, [handle, show]);

  return {
    isOpen,
    ...place,
    flashedId,
    open,
    jumpTo,
    showLatest,
    follow: useCallback(() => show({ kind: 'end' }), [show]),
  };
}

/** Once it is, it stays so. Without a connection what was kept is shown at once; with one, when it is complete. */
function useIsOpen(handle: ConversationHandle, isCurrent: boolean): boolean {
  const [isOpen, setIsOpen] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const isKnown = useSelected(handle.view, ({ summary }) => summary !== undefined);
  const isLoading = useSelected(handle.view, (view) => view.isLoading);
  const hasItems = useSelected(handle.view, ({ items }) => items.length > 0);
  useEffect(() => {
    void handle.open();
    setIsAsked(true);
  }, [handle]);
  const isReady = isAsked && isKnown && (!isLoading || (hasItems && !isCurrent));
  useEffect(() => {
    if (isReady) setIsOpen(true);
  }, [isReady]);
  return isOpen;
}
