import { useCallback, useMemo, useRef, type RefObject } from 'react';
import type { ConversationHandle } from '@parley/client';
import { useObservable } from '../app/use-observable.ts';
import { DropZone } from '../media/attach/drop-zone.tsx';
import { conversationName } from '../people/conversation-name.ts';
import { Composer, type ComposerHandle } from './composer/composer.tsx';
import { ConversationProvider, type ConversationContext } from './conversation-context.tsx';
import { MessageList } from './message-list.tsx';
import { NoMessages } from './no-messages.tsx';
import { buildRows } from './rows/build-rows.ts';
import { useMessageTools } from './use-message-tools.tsx';
import { useReading } from './use-reading.ts';
import { useStretch } from './use-stretch.ts';

export interface ConversationBodyProps {
  /** all of the conversation: files may be dropped on it */
  readonly area: RefObject<HTMLElement | null>;
  readonly handle: ConversationHandle;
  readonly ownId: string;
  readonly messageId?: string;
}

/** Messages, and where one writes. */
export function ConversationBody({ area, handle, ownId, messageId }: ConversationBodyProps) {
  const view = useObservable(handle.view);
  const composer = useRef<ComposerHandle>(null);
  const { openMenu, openGallery, react, open } = useMessageTools();
  const stretch = useStretch(handle, messageId);
  const reading = useReading(handle, view);
  const { unreadAfter } = reading;
  const { items, provisional, settling, outbox, hasOlder } = view;
  const rows = useMemo(
    () => buildRows({ items, provisional, settling, outbox, hasOlder }, { ownId, unreadAfter }),
    [items, provisional, settling, outbox, hasOlder, ownId, unreadAfter],
  );
  const onSeen = useCallback((last: number) => reading.see(view, rows, last), [reading, view, rows]);

  const isGroup = view.summary?.type === 'group';
  const { jumpTo, showLatest } = stretch;
  const context = useMemo<ConversationContext>(
    () => ({
      handle,
      ownId,
      isGroup,
      openMenu,
      react,
      reply: (message) => composer.current?.reply(message),
      edit: (message) => composer.current?.edit(message),
      focusComposer: () => composer.current?.focus(),
      openGallery,
      jumpTo,
    }),
    [handle, ownId, isGroup, openMenu, openGallery, react, jumpTo],
  );

  const name = view.summary === undefined ? '' : conversationName(view.summary, ownId);
  const isReady = stretch.isOpen && reading.isReady;
  const hasFailed = view.summary === undefined && view.loadError !== undefined;
  return (
    <ConversationProvider value={context}>
      {(isReady || hasFailed) && rows.length > 0 ? (
        <MessageList
          key={stretch.key}
          name={name}
          view={view}
          rows={rows}
          start={stretch.start ?? { kind: unreadAfter === undefined ? 'end' : 'unread' }}
          flashedId={stretch.flashedId}
          onSeen={onSeen}
          onJumpToLatest={showLatest}
        />
      ) : (
        <NoMessages name={name} isLoading={!isReady} hasFailed={hasFailed} onRetry={stretch.open} />
      )}
      <Composer ref={composer} name={name} onSend={() => view.hasNewer && showLatest()} />
      <DropZone area={area} name={name} onDrop={(files) => composer.current?.attach(files)} />
      {open}
    </ConversationProvider>
  );
}
