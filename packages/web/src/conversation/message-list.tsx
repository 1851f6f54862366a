import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { ArrowDown } from 'lucide-react';
import { Virtualizer } from 'virtua';
import { tickOf, type ConversationView } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { unreadText } from '../conversations/preview-line.ts';
import { LoadFailed } from './load-failed.tsx';
import { texts } from '../texts/texts.ts';
import { useAuthors } from '../people/use-authors.ts';
import { formatDay } from '../time/format-time.ts';
import { useConversation } from './conversation-context.tsx';
import { MessageRow } from './rows/message-row.tsx';
import { holdsMessage, messagesOf, type Row } from './rows/row.ts';
import type { ShownMessage } from './rows/shown-message.ts';
import { StartRow } from './rows/start-row.tsx';
import { SystemRow } from './rows/system-row.tsx';
import { leastOf, type TickState } from './rows/tick.tsx';
import { useLinksWithin } from './use-links-within.ts';
import { useListScroll } from './use-list-scroll.ts';
import type { Start } from './use-placing.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useStillTop } from './use-still-top.ts';

export interface MessageListProps {
  readonly name: string;
  readonly view: ConversationView;
  readonly rows: readonly Row[];
  readonly start: Start;
  readonly flashedId: string | undefined;
  readonly onSeen: (lastIndex: number) => void;
  readonly onJumpToLatest: () => void;
}

/** Rows are measured this far out of view, so that they already have their height when they come into it. */
const drawnAheadPx = 1_200;
/** One who stays at the end for hours keeps no more than these. */
const mostItems = 1_000;
/** Authors whose changes show at once; 500 people can be followed in all. */
const mostFollowed = 100;

/** The messages of one stretch of a conversation. Another stretch is another list: give it another key. */
export function MessageList(props: MessageListProps) {
  const { name, view, rows, start, flashedId, onSeen, onJumpToLatest } = props;
  const { handle, isGroup, ownId } = useConversation();
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useListScroll({
    scroller,
    rows,
    start,
    isNewest: !view.hasNewer,
    hasOlder: view.hasOlder,
    mayLoad: view.loadError === undefined,
    loadOlder: useCallback(() => void handle.loadOlder(), [handle]),
    loadNewer: useCallback(() => void handle.loadNewer(), [handle]),
    onSeen,
  });
  useTrimmedEnd(view, scroll.isAtEnd);
  const focus = useRowFocus(rows, scroll, { scroller, start });
  useStillTop(scroller);
  useAuthors(useMemo(() => (isGroup ? authorsOf(view.items, ownId) : []), [isGroup, ownId, view.items]));

  return (
    <div className="message-list">
      <div
        ref={scroller}
        role="log"
        aria-label={name}
        // While one reads further up, rows that come into view are no news.
        aria-live={scroll.isAtEnd ? 'polite' : 'off'}
        aria-relevant="additions"
        aria-busy={view.isLoading}
        tabIndex={rows.length === 0 ? 0 : -1}
        className={`message-list__scroller ${scroll.isPlaced ? '' : 'message-list__scroller--unplaced'}`}
        onClick={useLinksWithin()}
        onKeyDown={focus.onKeyDown}
        onFocus={focus.onFocus}
      >
        <div className="message-list__content">
          <Virtualizer
            ref={scroll.list}
            scrollRef={scroller}
            data={rows}
            bufferSize={drawnAheadPx}
            // Its place is then kept from the end, until scrolling has rested for a moment.
            shift={scroll.isShifted}
            keepMounted={focus.keptIndexes}
            onScroll={scroll.onScroll}
            onScrollEnd={scroll.onScrollEnd}
            onResize={scroll.onResize}
          >
            {(row) => (
              <ListRow
                key={row.key}
                row={row}
                view={view}
                isTabStop={focus.tabStop === row.key}
                isEntered={focus.entered === row.key}
                flashedId={flashedId !== undefined && holdsMessage(row, flashedId) ? flashedId : undefined}
              />
            )}
          </Virtualizer>
        </div>
      </div>
      {view.loadError !== undefined && <LoadFailed view={view} />}
      <TopDate row={rows[scroll.topIndex]} />
      {!scroll.isAtEnd && scroll.isPlaced && (
        <JumpToLatest
          unread={view.summary?.unread ?? 0}
          onJump={() => {
            if (view.hasNewer) onJumpToLatest();
            else scroll.toEnd();
          }}
        />
      )}
    </div>
  );
}

function useTrimmedEnd({ items }: ConversationView, isAtEnd: boolean): void {
  const { handle } = useConversation();
  const isLong = items.length > mostItems;
  useEffect(() => {
    if (isLong && isAtEnd) handle.trim();
  }, [handle, isLong, isAtEnd]);
}

/** Who wrote what is loaded, the latest first. */
function authorsOf(items: ConversationView['items'], ownId: string): string[] {
  const froms = items.flatMap((item) => (item.kind === 'message' ? item.message.from : []));
  return [...new Set(froms.reverse())]
    .filter((id) => id !== ownId)
    .slice(0, mostFollowed)
    .toSorted();
}

function JumpToLatest({ unread, onJump }: { readonly unread: number; readonly onJump: () => void }) {
  const t = texts.conversation;
  const label = unread > 0 ? t.jumpToLatestCount(unread) : t.jumpToLatest;
  return (
    <button type="button" className="jump-to-latest" aria-label={label} title={label} onClick={onJump}>
      <ArrowDown aria-hidden size={20} />
      {unread > 0 && <span className="badge">{unreadText(unread)}</span>}
    </button>
  );
}

interface ListRowProps {
  readonly row: Row;
  readonly view: ConversationView;
  readonly isTabStop: boolean;
  readonly isEntered: boolean;
  readonly flashedId: string | undefined;
}

function ListRow({ row, view, ...focus }: ListRowProps): ReactElement {
  const { ownId } = useConversation();
  const { clock } = useApp();
  switch (row.kind) {
    case 'start':
      return <StartRow />;
    case 'date':
      return (
        <h3 className="date-row">
          <span className="date-chip">{formatDay(row.dayMs, clock.nowMs())}</span>
        </h3>
      );
    case 'unread':
      return (
        <p className="unread-row">
          <span>{texts.conversation.newMessages}</span>
        </p>
      );
    case 'system':
      return <SystemRow entry={row.entry} />;
    case 'message': {
      const { message, album, isFirst, isLast } = row;
      const isTicked = message.from === ownId || message.state === 'queued';
      const ticks = isTicked ? messagesOf(row).map((one) => tickState(one, view, ownId)) : [];
      return (
        <MessageRow
          {...focus}
          message={message}
          album={album}
          isFirst={isFirst}
          isLast={isLast}
          tick={leastOf(ticks)}
        />
      );
    }
  }
}

function tickState(message: ShownMessage, view: ConversationView, ownId: string): TickState {
  if (message.state !== 'sent') return message.state;
  return message.seq === null ? 'pending' : tickOf(message.seq, view, ownId);
}

function TopDate({ row }: { readonly row: Row | undefined }) {
  if (row === undefined || !('dayMs' in row) || row.kind === 'date') return null;
  return <FloatingDate dayMs={row.dayMs} topKey={row.key} />;
}

/** How long the day stays after what is on top has changed. */
const dateStaysMs = 1_500;

/** The day of what is on top, while its own line is out of view and one moves: then it is in nobody's way. */
function FloatingDate({ dayMs, topKey }: { readonly dayMs: number; readonly topKey: string }) {
  const { clock } = useApp();
  const [isStill, setIsStill] = useState(false);
  useEffect(() => {
    setIsStill(false);
    return clock.after(dateStaysMs, () => setIsStill(true));
  }, [clock, topKey]);
  const label = useMemo(() => formatDay(dayMs, clock.nowMs()), [dayMs, clock]);
  return (
    <div className={`floating-date ${isStill ? 'floating-date--still' : ''}`} aria-hidden>
      <span className="date-chip">{label}</span>
    </div>
  );
}
