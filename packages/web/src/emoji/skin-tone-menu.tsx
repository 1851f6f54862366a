import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import { useBackCloses } from '../device/use-back-closes.ts';
import { texts } from '../texts/texts.ts';
import { skinTones, type SkinTone } from './skin-tone.ts';

export interface SkinToneMenuProps {
  readonly tone: SkinTone;
  readonly onChange: (tone: SkinTone) => void;
}

const hands: Readonly<Record<SkinTone, string>> = {
  none: '✋',
  light: '✋🏻',
  'medium-light': '✋🏼',
  medium: '✋🏽',
  'medium-dark': '✋🏾',
  dark: '✋🏿',
};

/** A button that shows the tone, with a menu of the six. */
export function SkinToneMenu({ tone, onChange }: SkinToneMenuProps) {
  const { skinTone, skinTones: labels } = texts.emoji;
  const [isOpen, setIsOpen] = useState(false);
  useBackCloses(isOpen, () => setIsOpen(false));
  return (
    <Menu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
      <Menu.Trigger className="emoji-cell skin-tone-menu" aria-label={`${skinTone}: ${labels[tone]}`}>
        <span aria-hidden>{hands[tone]}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} collisionPadding={8} className="floating">
          <Menu.Popup className="menu" aria-label={skinTone}>
            <Menu.RadioGroup value={tone}>
              {skinTones.map((item) => (
                <Menu.RadioItem
                  key={item}
                  value={item}
                  closeOnClick
                  className="menu__item skin-tone-menu__item"
                  onClick={() => onChange(item)}
                >
                  <span aria-hidden className="skin-tone-menu__hand">
                    {hands[item]}
                  </span>
                  {labels[item]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
