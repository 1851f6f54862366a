import { lazy, Suspense } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';

const SignedOutDialog = lazy(async () => ({
  default: (await import('./signed-out-dialog.tsx')).SignedOutDialog,
}));

/** Asks for a sign-in once the session has ended. */
export function SignedOut() {
  const { client } = useApp();
  const isSignedOut = useSelected(client.connection, ({ status }) => status === 'signed-out');
  return (
    isSignedOut && (
      <Suspense>
        <SignedOutDialog />
      </Suspense>
    )
  );
}
