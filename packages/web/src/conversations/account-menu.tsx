import { LogOut, Settings } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Avatar } from '../design/avatar.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Menu } from '../design/menu.tsx';
import { useOwnId, usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';

/** One's own picture; behind it the settings and the way out. */
export function AccountMenu() {
  const { client, notices } = useApp();
  const [, navigate] = useLocation();
  const ownId = useOwnId();
  const ownName = useSelected(client.account, (account) => account?.me?.display_name);
  const { name } = usePerson(ownId);
  const waiting = useSelected(client.outbox, (items) => items.length);
  const [isAsking, setIsAsking] = useState(false);
  const t = texts.conversations;

  async function signOut(): Promise<void> {
    const answer = await client.signOut();
    if (answer.ok) navigate(patterns.home);
    else notices.say(answer.error.message);
  }

  return (
    <>
      <Menu
        align="start"
        trigger={
          <button type="button" className="account-button">
            <span className="visually-hidden">{t.account}</span>
            <Avatar id={ownId} name={ownName ?? name} size={32} />
          </button>
        }
        items={[
          { label: t.settings, icon: Settings, onSelect: () => navigate('/settings') },
          { label: t.signOut, icon: LogOut, onSelect: () => setIsAsking(true) },
        ]}
      />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t.signOutTitle}
        action={t.signOut}
        onConfirm={() => void signOut()}
      >
        <p>{waiting > 0 ? t.signOutWaiting(waiting) : t.signOutText}</p>
      </ConfirmDialog>
    </>
  );
}
