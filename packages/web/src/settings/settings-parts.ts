import { Ban, Bell, CircleUser, Info, Keyboard, Lock, Palette, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { AboutSettings } from './about-settings.tsx';
import { AccountSettings } from './account-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { BlockedSettings } from './blocked-settings.tsx';
import { KeyboardSettings } from './keyboard-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { SecuritySettings } from './security-settings.tsx';

export interface SettingsPart {
  /** last part of its address, and the key of its name in the texts */
  readonly id: 'account' | 'security' | 'appearance' | 'keyboard' | 'notifications' | 'blocked' | 'about';
  readonly icon: LucideIcon;
  readonly content: ComponentType;
}

/** In the order shown. */
export const settingsParts: readonly [SettingsPart, ...SettingsPart[]] = [
  { id: 'account', icon: CircleUser, content: AccountSettings },
  { id: 'security', icon: Lock, content: SecuritySettings },
  { id: 'appearance', icon: Palette, content: AppearanceSettings },
  { id: 'keyboard', icon: Keyboard, content: KeyboardSettings },
  { id: 'notifications', icon: Bell, content: NotificationSettings },
  { id: 'blocked', icon: Ban, content: BlockedSettings },
  { id: 'about', icon: Info, content: AboutSettings },
];
