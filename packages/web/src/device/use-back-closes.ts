import { useEffect, useRef } from 'react';
import type { AroundNavHandler } from 'wouter';
import { createLayers } from './layers.ts';

const layers = createLayers(window);

/** While it is open, Back closes it and leaves alone what is beneath. `onClose` must close it. */
export function useBackCloses(isOpen: boolean, onClose: () => void): void {
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => (isOpen ? layers.open(() => latest.current()) : undefined), [isOpen]);
}

/** For the router: whoever goes to another address leaves nothing open behind. Where one is already is no new entry. */
export const leaveLayers: AroundNavHandler = (navigate, to, options) =>
  layers.leave(() => navigate(to, to === location.pathname ? { ...options, replace: true } : options));
