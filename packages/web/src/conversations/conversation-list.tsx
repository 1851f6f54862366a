import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type UIEvent,
} from 'react';
import type { Conversation } from '@parley/client';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Anchor } from '../design/use-anchor.ts';
import { useMenuGestures } from '../device/use-menu-gestures.ts';
import { ConversationMenu, type AskedMenu } from './conversation-menu.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { conversationAt } from './row-element.ts';
import { useDay } from './use-day.ts';
import { useRovingRow } from './use-roving-row.ts';
import { ListContainer, ListItem, VirtualListContext } from './virtual-list-parts.tsx';

export interface ConversationListProps {
  readonly label: string;
  readonly conversations: readonly Conversation[];
  /** the conversation whose screen is in view */
  readonly currentId: string | undefined;
  /** this list has just come back into view: the keyboard goes to the row that one came from */
  readonly isBack: boolean;
  /** behind the last row */
  readonly children?: ReactNode;
}

/** Any number of conversations: only those in view are drawn, each again only for its own changes. */
export function ConversationList({
  label,
  conversations,
  currentId,
  isBack,
  children,
}: ConversationListProps) {
  const area = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const scrollTop = useRef(0);
  const [asked, setAsked] = useState<AskedMenu>();
  const dayMs = useDay();
  const roving = useRovingRow({ conversations, currentId, area, virtualizer });
  const list = useMemo(() => ({ label, size: conversations.length }), [label, conversations.length]);

  const latest = useRef({ conversations, focus: roving.focus });
  latest.current = { conversations, focus: roving.focus };
  useEffect(() => {
    // Opened from elsewhere, its row may be far away.
    const index = latest.current.conversations.findIndex(({ id }) => id === currentId);
    const isShown = area.current !== null && area.current.clientHeight > 0;
    if (index >= 0 && isShown) virtualizer.current?.scrollToIndex(index, { align: 'nearest' });
  }, [currentId]);
  useLayoutEffect(() => {
    if (!isBack || area.current === null) return;
    area.current.scrollTop = scrollTop.current;
    latest.current.focus();
  }, [isBack]);

  function rememberPlace({ currentTarget }: UIEvent): void {
    // Out of sight it has none.
    if (currentTarget.clientHeight > 0) scrollTop.current = currentTarget.scrollTop;
  }

  const openMenu = useCallback((conversation: Conversation, place: Anchor) => {
    setAsked({ conversation, place });
  }, []);
  const gestures = useMenuGestures(conversationAt, (id, place) => {
    const conversation = conversations.find((row) => row.id === id);
    if (conversation !== undefined) openMenu(conversation, place);
  });
  const openId = asked?.place instanceof Element ? asked.conversation.id : undefined;

  return (
    <VirtualListContext value={list}>
      <div
        {...gestures}
        ref={area}
        className="conversation-list"
        onKeyDown={roving.onKeyDown}
        onFocus={roving.onFocus}
        onScroll={rememberPlace}
      >
        <Virtualizer
          ref={virtualizer}
          data={conversations}
          as={ListContainer}
          item={ListItem}
          keepMounted={roving.index < 0 ? [] : [roving.index]}
        >
          {(conversation, index) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              isCurrent={conversation.id === currentId}
              isTabStop={index === roving.index}
              dayMs={dayMs}
              isMenuOpen={conversation.id === openId}
              onMenu={openMenu}
            />
          )}
        </Virtualizer>
        {children}
      </div>
      <ConversationMenu asked={asked} currentId={currentId} onClosed={() => setAsked(undefined)} />
    </VirtualListContext>
  );
}
