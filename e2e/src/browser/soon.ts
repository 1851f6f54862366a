import { PATIENCE_MS } from '../deadline.ts';

/**
 * Repeats an expectation about the screen until it holds; for what no single locator says. Rejects with the last
 * failure after `maxMs`.
 */
export async function soon(
  expectation: () => Promise<void> | void,
  maxMs: number = PATIENCE_MS,
): Promise<void> {
  const endMs = performance.now() + maxMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
