import { useLocation } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { useSelected } from '../app/use-observable.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { texts } from '../texts/texts.ts';

export interface SignOutQuestionProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Says what stays and what goes, unsent messages above all. */
export function SignOutQuestion({ isOpen, onClose }: SignOutQuestionProps) {
  const { client } = useApp();
  const { call } = useCall();
  const [, navigate] = useLocation();
  const unsent = useSelected(client.outbox, ({ length }) => length);
  const hasFiles = useSelected(client.fileDrafts.items, ({ length }) => length > 0);
  const t = texts.signIn;

  async function signOut(): Promise<void> {
    const answer = await call(client.signOut());
    if (answer.ok) navigate(patterns.home);
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t.signOutTitle}
      action={t.signOut}
      onConfirm={() => void signOut()}
    >
      {unsent > 0 && <p className="warning-note">{t.unsent(unsent)}</p>}
      <p>{t.signOutText}</p>
      <p>{hasFiles ? t.draftsWithoutFiles : t.drafts}</p>
    </ConfirmDialog>
  );
}
