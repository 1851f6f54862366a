import type { LucideIcon } from 'lucide-react';
import { cloneElement, useState, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { late } from './late.tsx';
import type { OpenMenuProps } from './open-menu.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly isDanger?: boolean;
  /** a line above it */
  readonly startsGroup?: boolean;
  readonly onSelect: () => void;
}

/** One picture of a row above the items. */
export interface QuickItem {
  /** for screen readers, and on hover */
  readonly label: string;
  readonly picture: ReactNode;
  readonly isOn?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps extends Pick<OpenMenuProps, 'items' | 'side' | 'align'> {
  /** the button that opens it */
  readonly trigger: ReactElement<TriggerProps>;
}

interface TriggerProps {
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void;
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
}

/** A menu at some place, open as long as it is drawn. */
export const MenuAt = late<OpenMenuProps>(async () => (await import('./open-menu.tsx')).OpenMenu);

/** A menu behind a button. */
export function Menu({ trigger, align = 'end', ...rest }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== undefined,
        onClick: (event) => setAnchor(event.currentTarget),
      })}
      {anchor !== undefined && (
        <MenuAt
          {...rest}
          align={align}
          anchor={anchor}
          finalFocus={() => anchor}
          onClosed={() => setAnchor(undefined)}
        />
      )}
    </>
  );
}
