import type { ReactNode } from 'react';
import { late } from './late.tsx';
import { useWasOpen } from './use-was-open.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** buttons at its foot */
  readonly actions?: ReactNode;
  /** where the focus goes when it has closed; null: to where it came from */
  readonly finalFocus?: (closedBy: string) => HTMLElement | null;
  readonly width?: 'narrow' | 'wide';
}

const OpenDialog = late(async () => (await import('./open-dialog.tsx')).OpenDialog);

/** A dialog in front of everything; Esc, the backdrop and the cross close it. */
export function Dialog(props: DialogProps) {
  return useWasOpen(props.isOpen) && <OpenDialog {...props} />;
}
