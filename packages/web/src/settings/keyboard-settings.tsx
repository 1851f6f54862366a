import { useApp } from '../app/app-context.tsx';
import { ShortcutList } from '../keyboard/shortcut-list.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { ChoiceField, type Choice } from './choice-field.tsx';

type EnterKey = 'sends' | 'breaks';

const enterKeys: readonly Choice<EnterKey>[] = [
  { value: 'sends', label: texts.settings.enterSends, hint: texts.settings.enterSendsHint },
  { value: 'breaks', label: texts.settings.enterBreaks, hint: texts.settings.enterBreaksHint },
];

export function KeyboardSettings() {
  const { preferences } = useApp();
  const { enterSends } = useObservable(preferences.values);
  const t = texts.settings;
  return (
    <>
      <section className="settings__section">
        <ChoiceField
          label={t.enterKey}
          choices={enterKeys}
          value={enterSends ? 'sends' : 'breaks'}
          onChange={(value) => preferences.change({ enterSends: value === 'sends' })}
        />
        <p className="text-field__hint">{t.onThisDevice}</p>
      </section>
      <section className="settings__section">
        <h3 className="settings__heading">{t.shortcuts}</h3>
        <ShortcutList />
      </section>
    </>
  );
}
