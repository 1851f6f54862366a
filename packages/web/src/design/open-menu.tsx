import { Menu as Base } from '@base-ui/react/menu';
import { useState } from 'react';
import { useBackCloses } from '../device/use-back-closes.ts';
import type { MenuItem, QuickItem } from './menu.tsx';
import { useAnchor, type Anchor } from './use-anchor.ts';

export interface OpenMenuProps {
  readonly anchor: Anchor;
  readonly items: readonly MenuItem[];
  readonly quick?: { readonly label: string; readonly items: readonly QuickItem[] };
  readonly side?: 'bottom' | 'top';
  readonly align?: 'start' | 'end';
  /** for screen readers, where nothing visible says it */
  readonly label?: string;
  /** who gets the focus back; true: who had it, false: nobody, it has gone elsewhere */
  readonly finalFocus?: () => HTMLElement | boolean;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
}

/** A menu that is open from its first moment. Loaded when the first one is asked for: see menu.tsx. */
export function OpenMenu(props: OpenMenuProps) {
  const { anchor, items, quick, side = 'bottom', align = 'start', label, finalFocus, onClosed } = props;
  const [isOpen, setIsOpen] = useState(true);
  useBackCloses(isOpen, () => setIsOpen(false));
  return (
    <Base.Root
      modal={false}
      open={isOpen}
      onOpenChange={setIsOpen}
      onOpenChangeComplete={(open) => !open && onClosed()}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={useAnchor(anchor)}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="floating"
        >
          <Base.Popup className="menu" aria-label={label} finalFocus={finalFocus ?? true}>
            {quick !== undefined && <QuickItems {...quick} />}
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function QuickItems({ label, items }: NonNullable<OpenMenuProps['quick']>) {
  return (
    <>
      <div role="group" aria-label={label} className="menu__quick">
        {items.map((item) => (
          <Base.Item
            key={item.label}
            className={`menu__quick-item ${item.isOn === true ? 'menu__quick-item--on' : ''}`}
            aria-label={item.label}
            title={item.label}
            onClick={item.onSelect}
          >
            {item.picture}
          </Base.Item>
        ))}
      </div>
      <Base.Separator className="menu__line" />
    </>
  );
}

/** The items alone, for menus of another kind, such as a context menu. */
export function MenuItems({ items }: Pick<OpenMenuProps, 'items'>) {
  return items.map(({ label: name, icon: Icon, isDanger = false, startsGroup = false, onSelect }) => (
    <div key={name} role="none">
      {startsGroup && <Base.Separator className="menu__line" />}
      <Base.Item className={`menu__item ${isDanger ? 'menu__item--danger' : ''}`} onClick={onSelect}>
        {Icon !== undefined && <Icon aria-hidden size={18} strokeWidth={1.9} />}
        {name}
      </Base.Item>
    </div>
  ));
}
