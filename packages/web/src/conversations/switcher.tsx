import { late } from '../design/late.tsx';
import { useWasOpen } from '../design/use-was-open.ts';
import type { OpenSwitcherProps } from './open-switcher.tsx';
import { useSwitcherKey } from './use-switcher-key.ts';

const OpenSwitcher = late(async () => (await import('./open-switcher.tsx')).OpenSwitcher);

/** Goes anywhere by name, from anywhere: Ctrl-K, some letters, Enter. */
export function Switcher(props: OpenSwitcherProps) {
  const { isOpen, onOpenChange } = props;
  useSwitcherKey(() => onOpenChange(!isOpen));
  return useWasOpen(isOpen) && <OpenSwitcher {...props} />;
}
