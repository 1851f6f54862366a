import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { SignInScreen } from '../sign-in/sign-in-screen.tsx';
import { useApp } from '../app/app-context.tsx';
import { leaveLayers } from '../device/use-back-closes.ts';
import { NoticeList } from './notice-list.tsx';
import { StartScreen } from './start-screen.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { Workspace } from './workspace.tsx';

export function App() {
  const { preferences } = useApp();
  const { theme, density } = useObservable(preferences.values);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = theme;
    dataset['density'] = density;
  }, [theme, density]);
  return (
    <Router aroundNav={leaveLayers}>
      <Gate />
      <NoticeList />
    </Router>
  );
}

/** Who has copies on this device sees them at once; everybody else is asked who they are, once the server says so. */
function Gate() {
  const { client } = useApp();
  const hasAccount = useSelected(client.account, (account) => account !== undefined);
  const status = useSelected(client.connection, (connection) => connection.status);
  const [wasSignedIn, setWasSignedIn] = useState(false);
  if (hasAccount && !wasSignedIn) setWasSignedIn(true);
  if (hasAccount) return <Workspace />;
  // Idle is how it begins, and how it is after one has signed out here.
  const isOver = status === 'signed-out' || (status === 'idle' && wasSignedIn);
  return isOver ? <SignInScreen /> : <StartScreen />;
}
