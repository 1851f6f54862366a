import type { ReactNode } from 'react';
import { late } from './late.tsx';
import { useWasOpen } from './use-was-open.ts';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** what the button says that does it: a verb, not "OK" */
  readonly action: string;
  readonly onConfirm: () => void;
}

const OpenConfirmDialog = late(async () => (await import('./open-confirm-dialog.tsx')).OpenConfirmDialog);

/** Asks before something that can't be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return useWasOpen(props.isOpen) && <OpenConfirmDialog {...props} />;
}
