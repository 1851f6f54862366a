import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly isDanger?: boolean;
  /** a line above it */
  readonly startsGroup?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** the button that opens it */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly side?: 'bottom' | 'top';
  readonly align?: 'start' | 'end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

export function Menu({ trigger, items, side = 'bottom', align = 'end', isOpen, onOpenChange }: MenuProps) {
  return (
    <Base.Root
      modal={false}
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="floating">
          <Base.Popup className="menu">
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The items alone, for menus of another kind, such as a context menu. */
export function MenuItems({ items }: Pick<MenuProps, 'items'>) {
  return items.map(({ label, icon: Icon, isDanger = false, startsGroup = false, onSelect }) => (
    <div key={label} role="none">
      {startsGroup && <Base.Separator className="menu__line" />}
      <Base.Item className={`menu__item ${isDanger ? 'menu__item--danger' : ''}`} onClick={onSelect}>
        {Icon !== undefined && <Icon aria-hidden size={18} strokeWidth={1.9} />}
        {label}
      </Base.Item>
    </div>
  ));
}
