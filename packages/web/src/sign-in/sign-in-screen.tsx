import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { texts } from '../texts/texts.ts';
import { SignInForm } from './sign-in-form.tsx';

/** For who is not known on this device. */
export function SignInScreen() {
  const { client } = useApp();
  const [isOpen, setIsOpen] = useState(true);
  useEffect(() => {
    void client.http('get_server').then((server) => {
      if (server.ok) setIsOpen(server.value.registration === 'open');
    });
  }, [client]);
  return (
    <main className="sign-in">
      <img className="sign-in__mark" src="/favicon.svg" alt="" width={56} height={56} />
      <h1 className="sign-in__title">{texts.signIn.welcome}</h1>
      <p className="sign-in__tagline">{texts.signIn.tagline}</p>
      <SignInForm mayRegister={isOpen} />
      {!isOpen && <p className="sign-in__tagline">{texts.signIn.closed}</p>}
    </main>
  );
}
