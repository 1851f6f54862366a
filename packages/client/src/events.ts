/** What a client tells of as it happens, beside its observable state. */
export interface Emitter<Events extends object> {
  /** Calls `listener` at every such event; the returned function ends that. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
}

export function createEmitter<Events extends object>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => {
        own.delete(listener);
      };
    },
    emit(name, event) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        // `on` put only listeners of this event under its name.
        const listen = listener as (given: typeof event) => void;
        listen(event);
      }
    },
  };
}
