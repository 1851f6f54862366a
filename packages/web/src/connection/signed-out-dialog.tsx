import { useState } from 'react';
import { useLocation } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Modal, ModalTitle } from '../design/modal.tsx';
import { SignInForm } from '../sign-in/sign-in-form.tsx';
import { texts } from '../texts/texts.ts';
import { countWaiting } from './unsent.ts';

/**
 * The session ended elsewhere, while copies and unsent messages are here. There is no way past it but to sign in: what
 * is written behind it would go nowhere.
 */
export function SignedOutDialog() {
  const { client } = useApp();
  const connection = useObservable(client.connection);
  const me = useSelected(client.account, (account) => account?.me);
  const waiting = countWaiting(useObservable(client.outbox));
  const t = texts.signIn;
  if (connection.status !== 'signed-out') return null;
  return (
    <Modal isOpen className="dialog dialog--narrow">
      <header className="dialog__header">
        <ModalTitle className="dialog__title">{t.again}</ModalTitle>
      </header>
      <div className="dialog__body">
        <div className="signed-out">
          <p>{connection.reason.message}</p>
          {me !== undefined && <p>{t.againHint(me.display_name)}</p>}
          {waiting > 0 && <p className="signed-out__waiting">{t.waiting(waiting)}</p>}
        </div>
        <SignInForm mayRegister={false} {...(me?.username ? { username: me.username } : {})} />
        <SignInAsOther name={me?.display_name ?? texts.app.somebody} waiting={waiting} />
      </div>
    </Modal>
  );
}

function SignInAsOther({ name, waiting }: { readonly name: string; readonly waiting: number }) {
  const { client, notices } = useApp();
  const [, navigate] = useLocation();
  const [isAsking, setIsAsking] = useState(false);
  const hasFiles = useSelected(client.fileDrafts.items, ({ length }) => length > 0);

  async function leave(): Promise<void> {
    const answer = await client.signOut();
    if (answer.ok) navigate(patterns.home);
    else notices.say(answer.error.message);
  }

  return (
    <>
      <Button look="quiet" onClick={() => setIsAsking(true)}>
        {texts.signIn.someoneElse}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={texts.connection.otherTitle}
        action={texts.connection.otherAction}
        onConfirm={() => void leave()}
      >
        <p>{texts.connection.other(name)}</p>
        {waiting > 0 && <p>{texts.connection.otherWaiting(waiting)}</p>}
        {hasFiles && <p>{texts.signIn.draftsWithoutFiles}</p>}
      </ConfirmDialog>
    </>
  );
}
