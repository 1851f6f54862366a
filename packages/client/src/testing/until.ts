import type { Observable } from '../observable.ts';

/** Resolves as soon as the value is as wanted; the test's own time limit ends a wait in vain. */
export function until<Value>(source: Observable<Value>, isWanted: (value: Value) => boolean): Promise<Value> {
  return new Promise((resolve) => {
    const look = (): void => {
      const value = source.getSnapshot();
      if (!isWanted(value)) return;
      end();
      resolve(value);
    };
    const end = source.subscribe(look);
    look();
  });
}
