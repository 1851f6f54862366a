import { useSessions } from './use-sessions.ts';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

export function SecuritySettings() {
  const sessions = useSessions();
  return (
    <>
      <PasswordForm onChanged={sessions.reload} />
      <SessionList {...sessions} />
    </>
  );
}
