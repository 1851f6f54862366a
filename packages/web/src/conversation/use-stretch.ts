import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConversationHandle } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import type { Start } from './use-placing.ts';

export interface Stretch {
  /** there is something to show: the newest messages, or what this device kept of them */
  readonly isOpen: boolean;
  /** changes with the stretch: another list is drawn */
  readonly key: number;
  /** undefined: where one has stopped reading */
  readonly start: Start | undefined;
  readonly flashedId: string | undefined;
  readonly open: () => void;
  readonly jumpTo: (messageId: string) => void;
  readonly showLatest: () => void;
}

const flashMs = 1_600;

/** Which part of the conversation is shown: its newest, or what is around a message that was asked for. */
export function useStretch(handle: ConversationHandle, messageId: string | undefined): Stretch {
  const { clock, notices } = useApp();
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

  const hasTarget = useRef(messageId !== undefined).current;
  const showUnread = useCallback((): void => show({ kind: 'unread' }), [show]);
  const isOpen = useIsOpen(handle, hasTarget, showUnread);

  const goTo = useCallback(
    async (id: string): Promise<void> => {
      const seq = await handle.showMessage(id);
      if (seq === undefined) {
        notices.say(texts.conversation.messageNotFound);
        return;
      }
      show({ kind: 'message', id });
      setFlashedId(id);
      endFlash.current?.();
      endFlash.current = clock.after(flashMs, () => setFlashedId(undefined));
    },
    [clock, handle, notices, show],
  );
  const jumpTo = useCallback((id: string): void => void goTo(id), [goTo]);
  useEffect(() => {
    if (messageId !== undefined) jumpTo(messageId);
  }, [messageId, jumpTo]);

  const showLatest = useCallback((): void => {
    handle.showLatest();
    show({ kind: 'end' });
  }, [handle, show]);

  return { isOpen, ...place, flashedId, open, jumpTo, showLatest };
}

/** What this device kept is shown after this long without an answer. */
const patienceMs = 400;

/** Whether there is something to show. Once there is, it stays so. `moved`: another stretch is in view since. */
function useIsOpen(handle: ConversationHandle, hasTarget: boolean, moved: () => void): boolean {
  const { clock } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  const [isAnswered, setIsAnswered] = useState(false);
  const [isPatienceOver, setIsPatienceOver] = useState(false);
  const isKnown = useSelected(handle.view, ({ summary }) => summary !== undefined);
  const hasItems = useSelected(handle.view, ({ items }) => items.length > 0);
  useEffect(() => {
    let isShown = true;
    const endPatience = clock.after(patienceMs, () => {
      setIsPatienceOver(true);
    });
    void openWhereOneStopped(handle, hasTarget).then((hasMoved) => {
      if (!isShown) return;
      setIsAnswered(true);
      if (hasMoved) moved();
    });
    return () => {
      isShown = false;
      endPatience();
    };
  }, [clock, handle, hasTarget, moved]);
  const isReady = isKnown && (isAnswered || (isPatienceOver && hasItems));
  useEffect(() => {
    if (isReady) setIsOpen(true);
  }, [isReady]);
  return isOpen;
}

/** Weeks of unread messages are not on the newest page: then it is the page around the first of them. True: it is. */
async function openWhereOneStopped(handle: ConversationHandle, hasTarget: boolean): Promise<boolean> {
  await handle.open();
  const { summary, items, hasOlder, hasNewer } = handle.view.getSnapshot();
  if (hasTarget || hasNewer || summary === undefined || summary.unread === 0 || !hasOlder) return false;
  const firstUnread = summary.read_seq + 1;
  return (items[0]?.seq ?? Infinity) > firstUnread && handle.showAround(firstUnread);
}
