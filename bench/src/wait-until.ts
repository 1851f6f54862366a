/** Resolves true once `isDone` holds, false after `timeoutMs`. Asked every few milliseconds. */
export async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!isDone()) {
    if (performance.now() > deadlineMs) return false;
    await Bun.sleep(2);
  }
  return true;
}
