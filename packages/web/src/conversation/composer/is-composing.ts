import type { KeyboardEvent } from 'react';

/** What browsers give for a key that an input method takes. */
const takenByInputMethod = 229;

/** Whether a key belongs to an input method, such as the Enter that ends a word of Japanese: it must send nothing. */
export function isComposing({
  nativeEvent,
}: {
  readonly nativeEvent: Pick<KeyboardEvent['nativeEvent'], 'isComposing' | 'keyCode'>;
}): boolean {
  // Safari says that the word has ended before it sends that Enter; only the old code tells it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
  return nativeEvent.isComposing || nativeEvent.keyCode === takenByInputMethod;
}
