import { ArrowLeft, PanelRight } from 'lucide-react';
import { Link } from 'wouter';
import type { ConversationHandle } from '@parley/client';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { Avatar } from '../design/avatar.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { avatarIdOf, conversationName } from '../people/conversation-name.ts';
import { useAvatarUrl, useOwnId } from '../people/use-person.ts';
import { usePresence } from '../people/use-presence.ts';
import { texts } from '../texts/texts.ts';
import { describeStatus } from './describe-status.ts';

export interface ConversationHeaderProps {
  readonly handle: ConversationHandle;
  readonly areDetailsOpen: boolean;
  readonly onToggleDetails: () => void;
}

export function ConversationHeader({ handle, areDetailsOpen, onToggleDetails }: ConversationHeaderProps) {
  const { client, clock } = useApp();
  const ownId = useOwnId();
  const summary = useSelected(handle.view, (view) => view.summary);
  const typing = useSelected(handle.view, (view) => view.typing);
  const people = useObservable(client.people);
  const avatarUrl = useAvatarUrl(summary);
  const presence = usePresence(summary?.peer?.id);
  const name = summary === undefined ? '' : conversationName(summary, ownId);
  const names = typing.map((id) => people.get(id)?.display_name ?? texts.app.somebody);
  const status =
    summary === undefined
      ? ''
      : describeStatus({ summary, presence, typing: names, ownId, nowMs: clock.nowMs() });
  return (
    <header className="conversation-header">
      <Link
        href={patterns.home}
        className="icon-button conversation-header__back"
        aria-label={texts.app.back}
      >
        <ArrowLeft aria-hidden size={20} />
      </Link>
      {summary !== undefined && (
        <Avatar
          id={avatarIdOf(summary)}
          name={name}
          url={avatarUrl}
          size={38}
          isOnline={presence?.status === 'online'}
        />
      )}
      <div className="conversation-header__names">
        <h2 className="conversation-header__name">
          <bdi>{name}</bdi>
        </h2>
        <p
          className={`conversation-header__status ${names.length > 0 ? 'conversation-header__status--typing' : ''}`}
        >
          {status}
        </p>
      </div>
      <IconButton
        icon={PanelRight}
        label={texts.conversation.details}
        aria-expanded={areDetailsOpen}
        onClick={onToggleDetails}
      />
    </header>
  );
}
