import { Ban, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { useSelected } from '../app/use-observable.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { avatarIdOf, avatarUrlOf, conversationName } from '../people/conversation-name.ts';
import { presenceWords } from '../people/presence-words.ts';
import { useOwnId } from '../people/use-person.ts';
import { usePresence, useWatchedPeople } from '../people/use-presence.ts';
import { texts } from '../texts/texts.ts';
import { useNow } from '../time/use-now.ts';
import { ConversationRows } from './conversation-rows.tsx';
import { DetailsRow } from './details-row.tsx';
import { Identity } from './identity.tsx';

/** A direct conversation: the other person, or oneself. */
export function PersonDetails({ summary }: { readonly summary: Conversation }) {
  const ownId = useOwnId();
  const nowMs = useNow();
  const { peer } = summary;
  const isSelf = peer?.id === ownId;
  const presence = usePresence(isSelf ? undefined : peer?.id);
  useWatchedPeople(peer === undefined || isSelf ? [] : [peer.id]);
  const words = presenceWords(presence, nowMs) ?? (presence === undefined ? undefined : texts.time.offline);
  const name = conversationName(summary, ownId);
  return (
    <div className="details__body">
      <Identity
        avatarId={avatarIdOf(summary)}
        avatarUrl={avatarUrlOf(summary)}
        name={name}
        isOnline={presence?.status === 'online'}
      >
        {peer?.username !== undefined && peer.username !== null && (
          <p className="identity__line">@{peer.username}</p>
        )}
        {isSelf && <p className="identity__line">{texts.details.yourNotes}</p>}
        {words !== undefined && <p className="identity__line">{words}</p>}
      </Identity>
      <div className="details__rows">
        <ConversationRows summary={summary} />
        {peer !== undefined && !isSelf && <BlockRow userId={peer.id} name={name} />}
      </div>
    </div>
  );
}

function BlockRow({ userId, name }: { readonly userId: string; readonly name: string }) {
  const { client } = useApp();
  const { call, isBusy } = useCall();
  const [isAsking, setIsAsking] = useState(false);
  const isBlocked = useSelected(client.account, (account) => account?.blocked?.includes(userId) ?? false);
  const t = texts.details;
  const params = { user_id: userId };
  if (isBlocked)
    return (
      <>
        <DetailsRow
          icon={CircleCheck}
          label={t.unblock}
          disabled={isBusy}
          onClick={() => void call(client.http('unblock_user', { params }))}
        />
        <p className="details__note">{t.blocked}</p>
      </>
    );
  return (
    <>
      <DetailsRow icon={Ban} label={t.block} isDanger disabled={isBusy} onClick={() => setIsAsking(true)} />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t.blockTitle(name)}
        action={t.block}
        onConfirm={() => void call(client.http('block_user', { params }))}
      >
        <p>{t.blockText(name)}</p>
      </ConfirmDialog>
    </>
  );
}
