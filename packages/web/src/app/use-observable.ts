import { useRef, useSyncExternalStore } from 'react';
import type { Observable } from '@parley/client';

/** The present value of an observable; the component is drawn again when it changes. */
export function useObservable<Value>(source: Observable<Value>): Value {
  return useSyncExternalStore(source.subscribe, source.getSnapshot);
}

/**
 * A part of an observable; the component is drawn again only when that part changes (`Object.is`). `select` must
 * answer the same value for the same state: make no new object in it.
 */
export function useSelected<Value, Part>(source: Observable<Value>, select: (value: Value) => Part): Part {
  const latest = useRef(select);
  latest.current = select;
  return useSyncExternalStore(source.subscribe, () => latest.current(source.getSnapshot()));
}
