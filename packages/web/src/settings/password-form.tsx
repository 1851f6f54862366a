import { useState, type SyntheticEvent } from 'react';
import type { Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { texts } from '../texts/texts.ts';

/** `onChanged`: the password is another one, and other sessions are cut. SEC1 */
export function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const { client } = useApp();
  const username = useSelected(client.account, (account) => account?.me?.username ?? '');
  const [error, setError] = useState<Refusal>();
  const [stage, setStage] = useState<'saving' | 'saved'>();
  const t = texts.settings;

  async function save(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const [current, next] = ['current', 'new'].map((name) => new FormData(form).get(name));
    if (typeof current !== 'string' || typeof next !== 'string') return;
    setStage('saving');
    const answer = await client.http('change_password', { body: { current, new: next } });
    setStage(answer.ok ? 'saved' : undefined);
    setError(answer.ok ? undefined : answer.error);
    if (!answer.ok) return;
    form.reset();
    onChanged();
  }

  const issueOf = (field: string): string | undefined =>
    error?.issues?.find(({ path }) => path === field)?.message;
  // The only thing forbidden here is a current password that is wrong, or none at all.
  const currentError = issueOf('current') ?? (error?.code === 'forbidden' ? error.message : undefined);
  const newError = issueOf('new');
  return (
    <section className="settings__section">
      <h3 className="settings__heading">{t.password}</h3>
      <form className="settings__form" onSubmit={(event) => void save(event)}>
        {/* Password managers look for whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField
          label={t.currentPassword}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={currentError}
        />
        <TextField
          label={t.newPassword}
          name="new"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          required
          hint={t.newPasswordHint}
          error={newError}
        />
        {error !== undefined && currentError === undefined && newError === undefined && (
          <p role="alert" className="text-field__error">
            {error.message}
          </p>
        )}
        <p className="text-field__hint">{t.passwordEffect}</p>
        <div className="settings__form-foot">
          <Button type="submit" look="primary" disabled={stage === 'saving'}>
            {t.changePassword}
          </Button>
          <p role="status" className="text-field__hint">
            {stage === 'saving' && t.saving}
            {stage === 'saved' && t.passwordChanged}
          </p>
        </div>
      </form>
    </section>
  );
}
