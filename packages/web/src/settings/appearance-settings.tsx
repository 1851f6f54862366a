import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { ChoiceField } from './choice-field.tsx';

const themes = ['system', 'light', 'dark'] as const;
const densities = ['comfortable', 'compact'] as const;

export function AppearanceSettings() {
  const { preferences } = useApp();
  const { theme, density } = useObservable(preferences.values);
  const t = texts.settings;
  return (
    <>
      <section className="settings__section">
        <ChoiceField
          label={t.theme}
          choices={themes.map((value) => ({ value, label: t.themes[value] }))}
          value={theme}
          onChange={(value) => preferences.change({ theme: value })}
        />
      </section>
      <section className="settings__section">
        <ChoiceField
          label={t.density}
          choices={densities.map((value) => ({ value, label: t.densities[value] }))}
          value={density}
          onChange={(value) => preferences.change({ density: value })}
        />
      </section>
      <p className="text-field__hint">{t.onThisDevice}</p>
    </>
  );
}
