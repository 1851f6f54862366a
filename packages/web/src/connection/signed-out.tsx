import { useApp } from '../app/app-context.tsx';
import { late } from '../design/late.tsx';
import { useSelected } from '../app/use-observable.ts';

const SignedOutDialog = late(async () => (await import('./signed-out-dialog.tsx')).SignedOutDialog);

/** Asks for a sign-in once the session has ended. */
export function SignedOut() {
  const { client } = useApp();
  const isSignedOut = useSelected(client.connection, ({ status }) => status === 'signed-out');
  return isSignedOut && <SignedOutDialog />;
}
