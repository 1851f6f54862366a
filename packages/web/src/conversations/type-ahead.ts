/** Letters on their way to a field that is not there yet. */
export interface TypeAhead {
  /** Ends it. Answers what was typed, once. */
  take(): string;
}

/**
 * Keeps what is typed from whoever has the keyboard until it moves elsewhere: for keys that open a field whose code or
 * whose place on the screen takes a moment. Else quick fingers would write into a message, and Enter would send it.
 */
export function collectTyping(): TypeAhead {
  let typed = '';
  const stop = new AbortController();
  const how = { signal: stop.signal, capture: true };
  const end = (): void => stop.abort();
  const keep = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey, isComposing } = event;
    if (key === 'Escape') end();
    const isLetter = key.length === 1;
    if (ctrlKey || metaKey || altKey || isComposing || !(isLetter || key === 'Backspace' || key === 'Enter'))
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isLetter) typed += key;
    else if (key === 'Backspace') typed = typed.slice(0, -1);
  };
  addEventListener('keydown', keep, how);
  addEventListener('focusin', end, how);
  addEventListener('pointerdown', end, how);
  return {
    take() {
      end();
      const all = typed;
      typed = '';
      return all;
    },
  };
}
