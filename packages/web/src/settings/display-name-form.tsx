import { useState, type SyntheticEvent } from 'react';
import type { Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { texts } from '../texts/texts.ts';

/** The name that others see; `saved` is what the server knows. */
export function DisplayNameForm({ saved }: { readonly saved: string }) {
  const { client } = useApp();
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<Refusal>();
  const [stage, setStage] = useState<'saving' | 'saved'>();
  const t = texts.settings;
  const name = typed ?? saved;
  const isChanged = name.trim() !== saved;

  async function save(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setStage('saving');
    const answer = await client.http('update_me', { body: { display_name: name.trim() } });
    setStage(answer.ok ? 'saved' : undefined);
    setError(answer.ok ? undefined : answer.error);
    if (answer.ok) setTyped(undefined);
  }

  function change(value: string): void {
    setTyped(value);
    setStage(undefined);
    setError(undefined);
  }

  const isMissing = name.trim() === '';
  const refusal = error?.issues?.[0]?.message ?? error?.message;
  return (
    <form className="settings__form" onSubmit={(event) => void save(event)}>
      <TextField
        label={t.displayName}
        value={name}
        maxLength={64}
        autoComplete="name"
        error={isMissing ? t.nameMissing : refusal}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <div className="settings__form-foot">
        <Button type="submit" look="primary" disabled={!isChanged || isMissing || stage === 'saving'}>
          {texts.app.save}
        </Button>
        <p role="status" className="text-field__hint">
          {stage === 'saving' && t.saving}
          {stage === 'saved' && t.saved}
        </p>
      </div>
    </form>
  );
}
