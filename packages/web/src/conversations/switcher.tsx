import { useRef } from 'react';
import { late } from '../design/late.tsx';
import { useWasOpen } from '../design/use-was-open.ts';
import type { OpenSwitcherProps } from './open-switcher.tsx';
import { collectTyping, type TypeAhead } from './type-ahead.ts';
import { useSwitcherKey } from './use-switcher-key.ts';

const OpenSwitcher = late(async () => (await import('./open-switcher.tsx')).OpenSwitcher);

/** Goes anywhere by name, from anywhere: Ctrl-K, some letters, Enter. */
export function Switcher(props: Omit<OpenSwitcherProps, 'takeTyped'>) {
  const { isOpen, onOpenChange } = props;
  const ahead = useRef<TypeAhead>(undefined);
  useSwitcherKey(() => {
    if (!isOpen) ahead.current = collectTyping();
    onOpenChange(!isOpen);
  });
  const takeTyped = () => ahead.current?.take() ?? '';
  return useWasOpen(isOpen) && <OpenSwitcher {...props} takeTyped={takeTyped} />;
}
