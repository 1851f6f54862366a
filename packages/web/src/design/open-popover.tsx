import { Popover } from '@base-ui/react/popover';
import { useRef, useState, type ReactNode } from 'react';
import { useBackCloses } from '../device/use-back-closes.ts';
import { useAnchor, type Anchor } from './use-anchor.ts';

export interface OpenPopoverProps {
  readonly anchor: Anchor;
  readonly align?: 'start' | 'center';
  readonly gapPx: number;
  /** for screen readers */
  readonly label: string;
  /** The focus goes to the whole, not to the first field: on a phone that would raise the keyboard. */
  readonly isQuiet: boolean;
  /** who gets the focus; false: nobody, it has gone elsewhere */
  readonly finalFocus: () => HTMLElement | null | false;
  /** It has closed, and is to be taken away. */
  readonly onClosed: () => void;
  readonly children: (close: () => void) => ReactNode;
}

/** Something to choose from above what was pressed, open from its first moment. Back closes it (WEB6). */
export function OpenPopover(props: OpenPopoverProps) {
  const { anchor, align = 'center', gapPx, label, isQuiet, finalFocus, onClosed, children } = props;
  const [isOpen, setIsOpen] = useState(true);
  const close = (): void => setIsOpen(false);
  useBackCloses(isOpen, close);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen} onOpenChangeComplete={(open) => !open && onClosed()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={useAnchor(anchor)}
          side="top"
          align={align}
          sideOffset={gapPx}
          collisionPadding={8}
          className="floating"
        >
          <Popover.Popup
            ref={popup}
            className="popover"
            aria-label={label}
            {...(isQuiet ? { initialFocus: popup } : {})}
            finalFocus={finalFocus}
          >
            {children(close)}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
