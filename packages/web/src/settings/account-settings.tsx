import { useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { PictureField } from '../people/picture-field.tsx';
import { SignOutQuestion } from '../sign-in/sign-out-question.tsx';
import { texts } from '../texts/texts.ts';
import { ChoiceField } from './choice-field.tsx';
import { DisplayNameForm } from './display-name-form.tsx';

export function AccountSettings() {
  const { client } = useApp();
  const me = useSelected(client.account, (account) => account?.me);
  if (me === undefined) return <div className="skeleton settings__skeleton" />;
  return (
    <>
      <section className="settings__section">
        <PictureField
          id={me.id}
          name={me.display_name}
          url={me.avatar_url}
          save={(mediaId) => client.http('update_me', { body: { avatar_media_id: mediaId } })}
        >
          <div className="settings__person">
            <strong>
              <bdi>{me.display_name}</bdi>
            </strong>
            {me.username !== null && <p className="text-field__hint">@{me.username}</p>}
          </div>
        </PictureField>
        <DisplayNameForm saved={me.display_name} />
        {me.username !== null && (
          <TextField
            label={texts.settings.username}
            hint={texts.settings.usernameHint}
            value={me.username}
            readOnly
          />
        )}
      </section>
      <section className="settings__section">
        <OwnPresence />
      </section>
      <section className="settings__section">
        <SignOut />
      </section>
    </>
  );
}

const presences = ['automatic', 'away', 'busy', 'invisible'] as const;

function OwnPresence() {
  const { preferences } = useApp();
  const { presence } = useObservable(preferences.values);
  const t = texts.settings;
  return (
    <ChoiceField
      label={t.presence}
      choices={presences.map((value) => ({ value, ...t.presences[value] }))}
      value={presence}
      onChange={(value) => preferences.change({ presence: value })}
    />
  );
}

function SignOut() {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <div>
        <Button onClick={() => setIsAsking(true)}>{texts.signIn.signOut}</Button>
      </div>
      <SignOutQuestion isOpen={isAsking} onClose={() => setIsAsking(false)} />
    </>
  );
}
