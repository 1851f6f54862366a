import { useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { SwitchField } from '../design/switch-field.tsx';
import { texts } from '../texts/texts.ts';

export function NotificationSettings() {
  const { preferences } = useApp();
  const { sound } = useObservable(preferences.values);
  const t = texts.settings;
  return (
    <section className="settings__section">
      <SwitchField
        label={t.sound}
        hint={t.soundHint}
        isOn={sound}
        onChange={(isOn) => preferences.change({ sound: isOn })}
      />
      <DesktopNotifications />
      <p className="text-field__hint">{t.onThisDevice}</p>
    </section>
  );
}

/** Turned on only once the browser has said yes. */
function DesktopNotifications() {
  const { preferences } = useApp();
  const { desktopNotifications } = useObservable(preferences.values);
  const isSupported = 'Notification' in window;
  const [permission, setPermission] = useState(isSupported ? Notification.permission : 'denied');
  const t = texts.settings;

  async function change(isOn: boolean): Promise<void> {
    if (!isOn) {
      preferences.change({ desktopNotifications: false });
      return;
    }
    if (!isSupported) return;
    const answer = await Notification.requestPermission();
    setPermission(answer);
    preferences.change({ desktopNotifications: answer === 'granted' });
  }

  if (!isSupported) return <p className="text-field__hint">{`${t.desktop}: ${t.desktopUnsupported}`}</p>;
  return (
    <>
      <SwitchField
        label={t.desktop}
        hint={t.desktopHint}
        isOn={desktopNotifications && permission === 'granted'}
        onChange={(isOn) => void change(isOn)}
      />
      {permission === 'denied' && (
        <p role="status" className="settings__warning">
          {t.desktopDenied}
        </p>
      )}
    </>
  );
}
