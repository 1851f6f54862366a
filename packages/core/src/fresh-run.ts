/**
 * One run at a time, however many ask. Whoever asks gets a run that began after the question: those who ask while one
 * is under way share the next. SYN1
 */
export function createFreshRun(run: () => Promise<void>): () => Promise<void> {
  let present: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    const started = run().finally(() => {
      present = undefined;
    });
    present = started;
    return started;
  }

  return () => {
    if (present === undefined) return start();
    next ??= present
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
