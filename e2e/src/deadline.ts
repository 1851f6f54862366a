/** How long a test waits for something that should happen at once, in ms. Generous: a loaded machine is not a bug. */
export const PATIENCE_MS = 8_000;

/**
 * Gives what `promise` gives, or rejects after `maxMs` saying what was awaited.
 * Tests wait for events this way instead of sleeping.
 */
export async function within<T>(maxMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`waited ${String(maxMs)} ms for ${what}`));
    }, maxMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks `probe` again and again until it says true; for state that nothing announces. */
export async function eventually(
  what: string,
  probe: () => Promise<boolean> | boolean,
  maxMs: number = PATIENCE_MS,
): Promise<void> {
  const endMs = performance.now() + maxMs;
  while (!(await probe())) {
    if (performance.now() > endMs) throw new Error(`waited ${String(maxMs)} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
