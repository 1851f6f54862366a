import { useRef } from 'react';

/** Whether something is open or has ever been: it is loaded when first asked for, and stays to be seen closing. */
export function useWasOpen(isOpen: boolean): boolean {
  const wasOpen = useRef(isOpen);
  wasOpen.current ||= isOpen;
  return wasOpen.current;
}
