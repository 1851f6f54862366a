import type { Clock } from '../ports/clock.ts';
import { StoreError } from '../ports/storage.ts';

/** A look that takes longer holds people up. */
const deadlineMs = 250;
/** After a look in vain nobody looks for this long: the store is away, or as good as. */
const restMs = 1_000;

/** Reads what is good to know and can be done without: `undefined`, at once or soon, from a store that does not answer. */
export function createLookInTime(clock: Clock) {
  let restUntilMs = 0;

  return function lookInTime<Value>(look: () => Promise<Value | undefined>): Promise<Value | undefined> {
    if (clock.monotonicMs() < restUntilMs) return Promise.resolve(undefined);
    const { promise, resolve, reject } = Promise.withResolvers<Value | undefined>();
    const rest = (): void => {
      restUntilMs = clock.monotonicMs() + restMs;
      resolve(undefined);
    };
    const cancel = clock.after(deadlineMs, rest);
    look()
      .finally(cancel)
      .then(resolve, (error: unknown) => {
        if (error instanceof StoreError) rest();
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    return promise;
  };
}
