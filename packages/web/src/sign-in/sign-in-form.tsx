import { useState, type SyntheticEvent } from 'react';
import type { Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { texts } from '../texts/texts.ts';

export interface SignInFormProps {
  /** offers to make an account from the same two fields */
  readonly mayRegister: boolean;
  /** somebody signed out who comes back; nobody else signs in here */
  readonly username?: string;
}

/** One form for both: who has an account signs in, who has none makes one of the same two words. */
export function SignInForm({ mayRegister, username = '' }: SignInFormProps) {
  const { client } = useApp();
  const [error, setError] = useState<Refusal>();
  const [isBusy, setIsBusy] = useState(false);
  const t = texts.signIn;

  async function submit(event: SyntheticEvent<HTMLFormElement, SubmitEvent>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    const account = { username: readText(form, 'username').trim(), password: readText(form, 'password') };
    setIsBusy(true);
    const isNew = readText(form, 'intent') === 'register';
    const answer = await (isNew ? client.register(account) : client.signIn(account));
    setIsBusy(false);
    setError(answer.ok ? undefined : answer.error);
  }

  const issueOf = (field: string): string | undefined =>
    error?.issues?.find(({ path }) => path === field)?.message;
  return (
    <form className="sign-in__form" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t.username}
        name="username"
        defaultValue={username}
        readOnly={username !== ''}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={username === ''}
        error={error?.code === 'conflict' ? t.taken : issueOf('username') && t.usernameRule}
      />
      <TextField
        label={t.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={username !== ''}
        error={issueOf('password')}
      />
      {error !== undefined && error.issues === undefined && error.code !== 'conflict' && (
        <p role="alert" className="text-field__error">
          {error.code === 'unauthenticated' ? t.wrongPassword : error.message}
        </p>
      )}
      <Button type="submit" look="primary" name="intent" value="sign-in" disabled={isBusy}>
        {t.signIn}
      </Button>
      {mayRegister && (
        <Button type="submit" name="intent" value="register" disabled={isBusy}>
          {t.createAccount}
        </Button>
      )}
    </form>
  );
}

function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
