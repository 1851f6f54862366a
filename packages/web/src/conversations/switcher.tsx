import type { OpenSwitcherProps } from './open-switcher.tsx';
import { useLoaded } from './use-loaded.ts';
import { useSwitcherKey } from './use-switcher-key.ts';

const load = async () => (await import('./open-switcher.tsx')).OpenSwitcher;

/** Goes anywhere by name, from anywhere: Ctrl-K, some letters, Enter. */
export function Switcher(props: OpenSwitcherProps) {
  const { isOpen, onOpenChange } = props;
  const OpenSwitcher = useLoaded(load, isOpen);
  useSwitcherKey(() => onOpenChange(!isOpen));
  return OpenSwitcher !== undefined && <OpenSwitcher {...props} />;
}
