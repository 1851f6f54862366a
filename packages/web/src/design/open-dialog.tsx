import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../texts/texts.ts';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

/** The part of dialog.tsx that loads with the first one. */
export function OpenDialog(props: DialogProps) {
  const { isOpen, onClose, title, children, actions, finalFocus, width = 'narrow' } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        {/* Also over another dialog, such as the details on a phone. */}
        <Base.Backdrop forceRender className="backdrop" />
        <Base.Popup
          ref={popup}
          className={`dialog dialog--${width}`}
          {...(finalFocus === undefined ? {} : { finalFocus })}
          // Not the cross, which comes first: its tooltip would open, and take the first Esc for itself.
          initialFocus={(opener) => (opener === 'touch' ? null : findField(popup.current)) ?? popup.current}
        >
          <header className="dialog__header">
            <Base.Title className="dialog__title">{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label={texts.app.close} />} />
          </header>
          <div className="dialog__body">{children}</div>
          {actions !== undefined && <footer className="dialog__actions">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function findField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>('.dialog__body :is(input, textarea):not(:disabled)') ?? null;
}
