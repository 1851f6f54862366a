import { createStore, type Observable } from '@parley/client';
import type { LocalStore } from './local-store.ts';

/** How this device shows the app. */
export interface PreferenceValues {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  /** Enter sends and Shift-Enter breaks the line; false: the other way round */
  readonly enterSends: boolean;
  readonly sound: boolean;
  /** photos are sent at a size for screens */
  readonly smallerPhotos: boolean;
  /** messages are shown on the desktop while nobody looks here; the browser has to allow it too */
  readonly desktopNotifications: boolean;
  /** how others see one; `automatic`: away after five minutes without a touch */
  readonly presence: 'automatic' | 'away' | 'busy' | 'invisible';
}

export interface Preferences {
  readonly values: Observable<PreferenceValues>;
  change(part: Partial<PreferenceValues>): void;
}

const defaults: PreferenceValues = {
  theme: 'system',
  density: 'comfortable',
  enterSends: true,
  sound: true,
  smallerPhotos: true,
  desktopNotifications: false,
  presence: 'automatic',
};
const key = 'preferences';

/** Kept in this browser, the same in all of its tabs. */
export function createPreferences(store: LocalStore): Preferences {
  const values = createStore(read(store.get(key)));
  store.onChanged((changed) => {
    if (changed === key) values.set(read(store.get(key)));
  });
  return {
    values,
    change(part) {
      const next = { ...values.getSnapshot(), ...part };
      values.set(next);
      store.set(key, JSON.stringify(next));
    },
  };
}

function read(json: string | undefined): PreferenceValues {
  try {
    const parsed: unknown = JSON.parse(json ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return defaults;
    // Read as possibly anything, and taken only where it is one of the values known.
    const { theme, density, enterSends, sound, smallerPhotos, desktopNotifications, presence } = parsed as {
      readonly [name in keyof PreferenceValues]?: unknown;
    };
    return {
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
      density: density === 'compact' ? 'compact' : 'comfortable',
      enterSends: enterSends !== false,
      sound: sound !== false,
      smallerPhotos: smallerPhotos !== false,
      desktopNotifications: desktopNotifications === true,
      presence:
        presence === 'away' || presence === 'busy' || presence === 'invisible' ? presence : 'automatic',
    };
  } catch {
    return defaults;
  }
}
