export type KeyAction = 'help' | 'previous' | 'next';

export interface PressedKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key does anywhere in the app; `isInText`: it is pressed while writing. */
export function keyAction(pressed: PressedKey, isInText: boolean): KeyAction | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = pressed;
  if (ctrlKey || metaKey) return undefined;
  // Alt and Shift make "?" on some keyboards.
  if (key === '?') return isInText ? undefined : 'help';
  if (!altKey || shiftKey) return undefined;
  if (key === 'ArrowUp') return 'previous';
  return key === 'ArrowDown' ? 'next' : undefined;
}

/** The id beside `current` in the list, one step up (−1) or down (1); undefined at its end. */
export function neighbourOf(
  ids: readonly string[],
  current: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  // From nowhere in the list, down leads to the first.
  return at < 0 && step < 0 ? undefined : ids[at + step];
}
