import type { ConnectionState, OutboxItem } from '@parley/client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { shownOutboxItem } from '../conversation/rows/shown-message.ts';
import { summarize } from '../conversation/rows/summarize.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { texts } from '../texts/texts.ts';
import { editAgain } from './edit-again.ts';

export interface UnsentItemProps {
  readonly item: OutboxItem;
  readonly onLeave: () => void;
}

/** One message that is not sent: what it says, why, and the ways out. */
export function UnsentItem({ item, onLeave }: UnsentItemProps) {
  const { client } = useApp();
  const status = useSelected(client.connection, (connection) => connection.status);
  const [isAsking, setIsAsking] = useState(false);
  const isFailed = item.status === 'failed';
  const t = texts.connection;
  return (
    <li className="unsent__item">
      <p className="unsent__text">{summarize(shownOutboxItem(item))}</p>
      <p className={isFailed ? 'unsent__reason unsent__reason--failed' : 'unsent__reason'}>
        {reasonOf(item, status)}
      </p>
      <div className="unsent__actions">
        {isFailed && <RefusedActions item={item} onLeave={onLeave} />}
        <Button look="quiet" onClick={() => setIsAsking(true)}>
          {t.discard}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t.discardTitle}
        action={t.discard}
        onConfirm={() => void client.discard(item.id)}
      >
        {isFailed ? t.discardFailed : t.discardPending}
      </ConfirmDialog>
    </li>
  );
}

function RefusedActions({ item, onLeave }: UnsentItemProps) {
  const { client, drafts } = useApp();
  const [, navigate] = useLocation();
  const t = texts.connection;

  function edit(): void {
    const { conversation } = item;
    drafts.set(conversation, editAgain(item, drafts.get(conversation)));
    onLeave();
    navigate(addressOf(conversation));
  }

  return (
    <>
      <Button look="quiet" onClick={() => void client.resend(item.id)}>
        {t.resend}
      </Button>
      {item.content.content !== undefined && (
        <Button look="quiet" onClick={edit}>
          {t.edit}
        </Button>
      )}
    </>
  );
}

function reasonOf(item: OutboxItem, connection: ConnectionState['status']): string {
  const t = texts.connection;
  switch (item.status) {
    case 'failed':
      return t.refusedBecause(item.error?.message ?? texts.app.unreachable);
    // The server holds those that are queued: they are not listed.
    case 'queued':
    case 'uploading':
      return connection === 'online' ? t.isUploading : t.waitsForConnection;
    case 'pending':
      return connection === 'online' ? t.isBeingSent : t.waitsForConnection;
  }
}
