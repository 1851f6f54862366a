import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationHandle } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { conversationName } from '../people/conversation-name.ts';
import { texts } from '../texts/texts.ts';
import { Composer, type ComposerHandle } from './composer/composer.tsx';
import { ConversationProvider, type ConversationContext, type MenuAnchor } from './conversation-context.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { MessageList } from './message-list.tsx';
import { MessageMenu } from './message-menu.tsx';
import { NoMessages } from './no-messages.tsx';
import { buildRows } from './rows/build-rows.ts';
import type { ShownMessage } from './rows/shown-message.ts';
import { useReading } from './use-reading.ts';
import { useStretch } from './use-stretch.ts';

const ReadBy = lazy(async () => ({ default: (await import('../details/read-by.tsx')).ReadBy }));

export interface ConversationBodyProps {
  readonly handle: ConversationHandle;
  readonly ownId: string;
  readonly messageId?: string;
}

/** Messages, and where one writes. */
export function ConversationBody({ handle, ownId, messageId }: ConversationBodyProps) {
  const { notices } = useApp();
  const view = useObservable(handle.view);
  const composer = useRef<ComposerHandle>(null);
  const [menu, setMenu] = useState<{ readonly message: ShownMessage; readonly anchor: MenuAnchor }>();
  const [deleting, setDeleting] = useState<ShownMessage>();
  const [readBy, setReadBy] = useState<number>();
  const stretch = useStretch(handle, messageId);
  const reading = useReading(handle, view);
  const { unreadAfter } = reading;
  const rows = useMemo(() => buildRows(view, { ownId, unreadAfter }), [view, ownId, unreadAfter]);
  const onSeen = useCallback((lastIndex: number) => reading.see(rows, lastIndex), [reading, rows]);

  const isGroup = view.summary?.type === 'group';
  const { jumpTo, showLatest } = stretch;
  const context = useMemo<ConversationContext>(
    () => ({
      handle,
      ownId,
      isGroup,
      openMenu: (message, anchor) => setMenu({ message, anchor }),
      reply: (message) => composer.current?.reply(message),
      edit: (message) => composer.current?.edit(message),
      jumpTo: (id) => {
        void jumpTo(id).then((isThere) => {
          if (!isThere) notices.say(texts.conversation.messageNotFound);
        });
      },
    }),
    [handle, ownId, isGroup, jumpTo, notices],
  );
  useEffect(() => {
    if (messageId !== undefined) context.jumpTo(messageId);
  }, [context, messageId]);

  const name = view.summary === undefined ? '' : conversationName(view.summary, ownId);
  const isReady = stretch.isOpen && reading.isReady;
  const isEmpty = rows.length === 0;
  return (
    <ConversationProvider value={context}>
      {isReady && !isEmpty ? (
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
        <NoMessages
          name={name}
          isLoading={!isReady}
          hasFailed={view.summary === undefined && view.loadError !== undefined}
          onRetry={stretch.open}
        />
      )}
      <Composer
        ref={composer}
        name={name}
        onSend={() => {
          if (view.hasNewer) showLatest();
          else stretch.follow();
        }}
      />
      {menu !== undefined && (
        <MessageMenu
          {...menu}
          onClose={() => setMenu(undefined)}
          onDelete={setDeleting}
          onShowReaders={({ seq }) => setReadBy(seq ?? undefined)}
        />
      )}
      <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} />
      {readBy !== undefined && (
        <Suspense>
          <ReadBy conversation={handle.id} seq={readBy} isOpen onClose={() => setReadBy(undefined)} />
        </Suspense>
      )}
    </ConversationProvider>
  );
}
