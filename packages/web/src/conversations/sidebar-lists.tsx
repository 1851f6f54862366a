import { Archive, ArrowLeft, MessageSquarePlus, MailCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { texts } from '../texts/texts.ts';
import { chooseConversations, type ListView } from './choose-conversations.ts';
import { ConversationList } from './conversation-list.tsx';
import { ListFilter } from './list-filter.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { unsentFirst } from './unsent-first.ts';

export interface SidebarListsProps {
  readonly currentId: string | undefined;
  readonly isBack: boolean;
  readonly onNew: () => void;
}

/** All conversations, the unread ones, or those in the archive. */
export function SidebarLists({ currentId, isBack, onNew }: SidebarListsProps) {
  const { client } = useApp();
  const listed = useObservable(client.conversations);
  const outbox = useObservable(client.outbox);
  const conversations = useMemo(() => unsentFirst(listed, outbox), [listed, outbox]);
  const isCurrent = useObservable(client.isCurrent);
  const [view, setView] = useState<ListView>('all');
  const [wasArchive, setWasArchive] = useState(false);
  const { shown, archivedCount } = useMemo(
    () => chooseConversations(conversations, view, currentId),
    [conversations, view, currentId],
  );
  const t = texts.conversations;

  function show(next: ListView): void {
    setWasArchive(view === 'archived');
    setView(next);
  }

  if (conversations.length === 0)
    return isCurrent ? (
      <EmptyState icon={MessageSquarePlus} title={t.emptyTitle}>
        <p>{t.emptyText}</p>
        <Button look="primary" onClick={onNew}>
          {t.findPeople}
        </Button>
      </EmptyState>
    ) : (
      <ListSkeleton />
    );
  const isArchive = view === 'archived';
  return (
    <>
      {isArchive ? (
        <div className="sidebar__archive">
          <IconButton icon={ArrowLeft} label={texts.app.back} onClick={() => show('all')} autoFocus />
          <h2 className="sidebar__archive-title">{t.archived}</h2>
        </div>
      ) : (
        <ListFilter view={view} onChange={show} />
      )}
      <ConversationList
        key={view}
        label={isArchive ? t.archived : t.label}
        conversations={shown}
        currentId={currentId}
        isBack={isBack}
      >
        {shown.length === 0 && <NothingHere view={view} />}
        {view === 'all' && archivedCount > 0 && (
          <button
            type="button"
            className="archive-row"
            autoFocus={wasArchive}
            onClick={() => show('archived')}
          >
            <span className="archive-row__icon">
              <Archive aria-hidden size={20} />
            </span>
            {t.archivedCount(archivedCount)}
          </button>
        )}
      </ConversationList>
    </>
  );
}

function NothingHere({ view }: { readonly view: ListView }) {
  const t = texts.conversations;
  if (view === 'archived') return <EmptyState icon={Archive} title={t.noArchivedTitle} />;
  if (view === 'all') return null;
  return (
    <EmptyState icon={MailCheck} title={t.noUnreadTitle}>
      <p>{t.noUnreadText}</p>
    </EmptyState>
  );
}
