import { LogOut, Settings } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addressOfSettings } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Avatar } from '../design/avatar.tsx';
import { Menu } from '../design/menu.tsx';
import { useOwnId, usePerson } from '../people/use-person.ts';
import { SignOutQuestion } from '../sign-in/sign-out-question.tsx';
import { texts } from '../texts/texts.ts';

/** One's own picture; behind it the settings and the way out. */
export function AccountMenu() {
  const { client } = useApp();
  const [, navigate] = useLocation();
  const ownId = useOwnId();
  const ownName = useSelected(client.account, (account) => account?.me?.display_name);
  const ownUrl = useSelected(client.account, (account) => account?.me?.avatar_url);
  const { name, user } = usePerson(ownId);
  const [isAsking, setIsAsking] = useState(false);
  const t = texts.conversations;

  return (
    <>
      <Menu
        align="start"
        trigger={
          <button type="button" className="account-button">
            <span className="visually-hidden">{t.account}</span>
            <Avatar
              id={ownId}
              name={ownName ?? name}
              url={ownUrl === undefined ? user?.avatar_url : ownUrl}
              size={32}
            />
          </button>
        }
        items={[
          { label: t.settings, icon: Settings, onSelect: () => navigate(addressOfSettings()) },
          { label: texts.signIn.signOut, icon: LogOut, onSelect: () => setIsAsking(true) },
        ]}
      />
      <SignOutQuestion isOpen={isAsking} onClose={() => setIsAsking(false)} />
    </>
  );
}
