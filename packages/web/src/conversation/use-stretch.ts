import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConversationHandle } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import type { Start } from './use-list-scroll.ts';

export interface Stretch {
  /** the newest messages have been asked for, and have come or failed */
  readonly isOpen: boolean;
  readonly hasFailed: boolean;
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
  const { clock } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const [place, setPlace] = useState<{ readonly key: number; readonly start: Start | undefined }>({
    key: 0,
    start: undefined,
  });
  const [flashedId, setFlashedId] = useState<string>();
  const endFlash = useRef<() => void>(undefined);

  const open = useCallback((): void => {
    setHasFailed(false);
    void handle.open().then(() => {
      const isKnown = handle.view.getSnapshot().summary !== undefined;
      setHasFailed(!isKnown);
      setIsOpen(isKnown);
    });
  }, [handle]);
  useEffect(open, [open]);
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
    hasFailed,
    ...place,
    flashedId,
    open,
    jumpTo,
    showLatest,
    follow: useCallback(() => show({ kind: 'end' }), [show]),
  };
}
