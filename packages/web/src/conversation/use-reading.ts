import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationHandle, ConversationView } from '@parley/client';
import { isPageActive, useIsPageActive } from '../device/use-page.ts';
import { seqAtRow } from './rows/build-rows.ts';
import type { Row } from './rows/row.ts';

export interface Reading {
  /** how far one had read when the conversation was opened is known */
  readonly isReady: boolean;
  /** the divider stands after this seq, and stays while the conversation is open */
  readonly unreadAfter: number | undefined;
  /** What is on screen now, down to this row. */
  readonly see: (view: ConversationView, rows: readonly Row[], lastIndex: number) => void;
}

/** Marks as read what was on screen, in a page that is looked at, and nothing else. RD1 */
export function useReading(handle: ConversationHandle, view: ConversationView): Reading {
  const [unreadAfter, setUnreadAfter] = useState<number | undefined>();
  const [isReady, setIsReady] = useState(false);
  const isActive = useIsPageActive();
  const markedSeq = useRef(-1);
  const seenSeq = useRef(-1);
  const { summary } = view;
  const unread = summary?.unread ?? 0;
  const readSeq = summary?.read_seq ?? 0;

  // What came while nobody looked, or was unread at the start, is divided from what was read.
  const isKnown = summary !== undefined;
  const hasUnread = unread > 0;
  useEffect(() => {
    if (!isKnown) return;
    if (hasUnread && (!isReady || !isPageActive())) setUnreadAfter(readSeq);
    setIsReady(true);
    // Only how it began counts: the divider does not follow the position.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `readSeq` moves while one reads
  }, [isKnown, hasUnread]);

  const mark = useMemo(
    () => (): void => {
      if (!isPageActive() || seenSeq.current <= markedSeq.current) return;
      markedSeq.current = seenSeq.current;
      handle.markRead(seenSeq.current);
    },
    [handle],
  );
  useEffect(() => {
    if (isActive) mark();
  }, [isActive, mark]);

  const see = useMemo(
    () =>
      (shown: ConversationView, rows: readonly Row[], lastIndex: number): void => {
        if (!isReadingOn(shown, rows, lastIndex)) return;
        seenSeq.current = Math.max(seenSeq.current, seqAtRow(rows, lastIndex));
        mark();
      },
    [mark],
  );
  return useMemo(() => ({ isReady, unreadAfter, see }), [isReady, unreadAfter, see]);
}

/** One has come to the newest, or reads on from where one stopped: there is nothing unread above what is loaded. */
function isReadingOn(view: ConversationView, rows: readonly Row[], lastIndex: number): boolean {
  const isAtNewest = !view.hasNewer && lastIndex >= rows.length - 1;
  const firstSeq = view.items[0]?.seq ?? 1;
  return isAtNewest || !view.hasOlder || firstSeq <= (view.summary?.read_seq ?? 0) + 1;
}
