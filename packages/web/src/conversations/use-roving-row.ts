import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import type { Conversation } from '@parley/client';
import type { VirtualizerHandle } from 'virtua';
import { conversationAt, findRowButton, findRowLink } from './row-element.ts';

export interface RovingRowOptions {
  readonly conversations: readonly Conversation[];
  readonly currentId: string | undefined;
  readonly area: RefObject<HTMLElement | null>;
  readonly virtualizer: RefObject<VirtualizerHandle | null>;
}

export interface RovingRow {
  /** of the one row that the Tab key reaches; -1 in an empty list */
  readonly index: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: SyntheticEvent) => void;
  /** Moves the keyboard to the row that the Tab key reaches. */
  readonly focus: () => void;
}

/** The list is one tab stop; arrows, Home and End move inside of it, also to rows that are not drawn yet. */
export function useRovingRow({ conversations, currentId, area, virtualizer }: RovingRowOptions): RovingRow {
  const [activeId, setActiveId] = useState<string>();
  const isFocusDue = useRef(false);
  const [request, setRequest] = useState(0);

  const indexOf = (id: string | undefined): number =>
    id === undefined ? -1 : conversations.findIndex((conversation) => conversation.id === id);
  const known = [indexOf(activeId), indexOf(currentId)].find((index) => index >= 0);
  const index = known ?? (conversations.length > 0 ? 0 : -1);
  const tabStopId = conversations[index]?.id;

  // It stays the one to come back to when its screen is closed.
  useEffect(() => {
    if (currentId !== undefined) setActiveId(currentId);
  }, [currentId]);

  // After the row is drawn: the list always draws the one that the Tab key reaches.
  useLayoutEffect(() => {
    if (!isFocusDue.current || tabStopId === undefined) return undefined;
    isFocusDue.current = false;
    return focusSoon(() => findRowLink(tabStopId, area.current ?? undefined));
  }, [request, tabStopId, area]);

  function focusTabStop(): void {
    isFocusDue.current = true;
    setRequest((count) => count + 1);
  }

  function moveTo(next: number): void {
    setActiveId(conversations[next]?.id);
    virtualizer.current?.scrollToIndex(next, { align: 'nearest' });
    focusTabStop();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = conversationAt(event.target);
    if (id === undefined || area.current === null) return;
    const next = nextIndex(event.key, indexOf(id), conversations.length);
    if (next !== undefined) moveTo(next);
    else if (event.key === 'ArrowRight') findRowButton(id, area.current)?.focus();
    else if (event.key === 'ArrowLeft') findRowLink(id, area.current)?.focus();
    else return;
    event.preventDefault();
  }

  return {
    index,
    onKeyDown,
    onFocus: ({ target }) => setActiveId(conversationAt(target)),
    focus: focusTabStop,
  };
}

/** A row that is new in the list is hidden until it is measured, some frames later, and takes no focus before. */
const mostFrames = 20;

/** @returns gives up */
function focusSoon(find: () => HTMLElement | undefined): () => void {
  let frame = 0;
  const attempt = (left: number): void => {
    const element = find();
    element?.focus({ preventScroll: true });
    if (left > 0 && document.activeElement !== element)
      frame = requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(mostFrames);
  return () => cancelAnimationFrame(frame);
}

function nextIndex(key: string, index: number, size: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, size - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return size - 1;
    default:
      return undefined;
  }
}
