import { lazy, Suspense, useEffect } from 'react';
import { useWasOpen } from '../design/use-was-open.ts';
import type { OpenSwitcherProps } from './open-switcher.tsx';
import { useSwitcherKey } from './use-switcher-key.ts';

const load = async () => ({ default: (await import('./open-switcher.tsx')).OpenSwitcher });
const OpenSwitcher = lazy(load);

/** Goes anywhere by name, from anywhere: Ctrl-K, some letters, Enter. It loads after the first screen. */
export function Switcher(props: OpenSwitcherProps) {
  const { isOpen, onOpenChange } = props;
  useEffect(() => void load(), []);
  useSwitcherKey(() => onOpenChange(!isOpen));
  return (
    useWasOpen(isOpen) && (
      <Suspense>
        <OpenSwitcher {...props} />
      </Suspense>
    )
  );
}
