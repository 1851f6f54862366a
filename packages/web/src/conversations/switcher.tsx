import { useRef } from 'react';
import { late } from '../design/late.tsx';
import { useWasOpen } from '../design/use-was-open.ts';
import { collectTyping, type TypeAhead } from './type-ahead.ts';
import { useSwitcherKey } from './use-switcher-key.ts';

export interface SwitcherProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const OpenSwitcher = late(async () => (await import('./open-switcher.tsx')).OpenSwitcher);

/** Goes anywhere by name, from anywhere: Ctrl-K, some letters, Enter. */
export function Switcher(props: SwitcherProps) {
  const { isOpen, onOpenChange } = props;
  const ahead = useRef<TypeAhead>(undefined);
  useSwitcherKey(() => {
    if (!isOpen) ahead.current = collectTyping();
    onOpenChange(!isOpen);
  });
  const takeTyped = () => ahead.current?.take() ?? '';
  return useWasOpen(isOpen) && <OpenSwitcher {...props} takeTyped={takeTyped} />;
}
