import { ArrowLeft, ChevronRight } from 'lucide-react';
import { Link, useLocation, useRoute } from 'wouter';
import { addressOfSettings, patterns } from '../app/addresses.ts';
import { IconButton } from '../design/icon-button.tsx';
import { useIsNarrow } from '../device/use-page.ts';
import { texts } from '../texts/texts.ts';
import { settingsParts, type SettingsPart } from './settings-parts.ts';

/** The settings, a part at a time; on a phone the list of parts is a screen of its own. */
export function SettingsScreen() {
  const [, params] = useRoute(patterns.settings);
  const isNarrow = useIsNarrow();
  const asked = settingsParts.find(({ id }) => id === params?.part);
  const shown = asked ?? (isNarrow ? undefined : settingsParts[0]);
  const hasList = !isNarrow || shown === undefined;
  return (
    <main className="settings">
      <SettingsHeader part={isNarrow ? shown : undefined} />
      <div className="settings__columns">
        {hasList && <SettingsList shown={shown} />}
        {shown !== undefined && <SettingsContent key={shown.id} part={shown} isTitled={!isNarrow} />}
      </div>
    </main>
  );
}

/** `part`: the one that fills the screen of a phone. */
function SettingsHeader({ part }: { readonly part: SettingsPart | undefined }) {
  const [, navigate] = useLocation();
  const t = texts.settings;
  return (
    <header className="settings__header">
      <IconButton
        icon={ArrowLeft}
        label={texts.app.back}
        onClick={() => navigate(part === undefined ? patterns.home : addressOfSettings())}
      />
      <h1 className={part === undefined ? '' : 'visually-hidden'}>{t.title}</h1>
      {part !== undefined && <h2>{t.parts[part.id]}</h2>}
    </header>
  );
}

function SettingsList({ shown }: { readonly shown: SettingsPart | undefined }) {
  return (
    <nav className="settings__list" aria-label={texts.settings.sections}>
      <ul>
        {settingsParts.map(({ id, icon: Icon }) => (
          <li key={id}>
            <Link
              href={addressOfSettings(id)}
              className="settings-link"
              aria-current={id === shown?.id ? 'page' : undefined}
            >
              <Icon aria-hidden size={20} strokeWidth={1.9} />
              <span className="settings-link__label">{texts.settings.parts[id]}</span>
              <ChevronRight aria-hidden size={18} className="settings-link__arrow" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface SettingsContentProps {
  readonly part: SettingsPart;
  readonly isTitled: boolean;
}

function SettingsContent({ part: { id, content: Content }, isTitled }: SettingsContentProps) {
  return (
    <div className="settings__content">
      <div className="settings__column">
        {isTitled && <h2>{texts.settings.parts[id]}</h2>}
        <Content />
      </div>
    </div>
  );
}
