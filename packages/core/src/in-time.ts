import type { Clock } from './ports/clock.ts';
import { StoreError } from './ports/storage.ts';

/** What was asked of the store, or a `StoreError` once the deadline is over: what became of it then is unknown. */
export function inTime<Value>(clock: Clock, deadlineMs: number, asked: Promise<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const cancel = clock.after(deadlineMs, () => {
    // When it was this process that stood still, the answer is here already: it gets its turn first.
    clock.soon(() => {
      reject(new StoreError('unknown', 'The store did not answer in time.'));
    });
  });
  // One step of the promise queue, not two: the answer must come before what `soon` has put off.
  asked.then(
    (value) => {
      cancel();
      resolve(value);
    },
    (error: unknown) => {
      cancel();
      reject(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return promise;
}
