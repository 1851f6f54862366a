import { isBroken, toFailure, type StoreFailure } from './store-failure.ts';

/** What a worker opens and answers calls with. */
export interface Served {
  readonly methods: Readonly<Record<string, (...args: never[]) => unknown>>;
  close(): void;
}

/** A call as it crosses: one JSON string each way, for speed (FACTS). `open` and `close` are the worker's own. */
export type CallMessage = [id: number, method: string, args: readonly unknown[]];
export type AnswerMessage =
  [id: number, ok: true, value: unknown] | [id: number, ok: false, failure: StoreFailure];

/**
 * Answers calls one after another. OPS4: after an error that leaves the connection in doubt it is closed, and opened
 * again for the next call.
 */
export function createCallServer(open: (file: string) => Served): (message: string) => string {
  let file = '';
  let served: Served | undefined;

  function close(): void {
    const closing = served;
    served = undefined;
    closing?.close();
  }

  function answer(method: string, args: readonly unknown[]): unknown {
    if (method === 'open') file = String(args[0]);
    if (method === 'close') {
      close();
      return null;
    }
    served ??= open(file);
    if (method === 'open') return null;
    const run = served.methods[method];
    if (run === undefined) throw new Error(`there is no method ${method}`);
    // The other side is compiled against the same methods.
    return run(...(args as never[]));
  }

  return (message) => {
    // Only this package's own link speaks to the worker.
    const [id, method, args] = JSON.parse(message) as CallMessage;
    try {
      return JSON.stringify([id, true, answer(method, args) ?? null] satisfies AnswerMessage);
    } catch (error) {
      const failure = toFailure(error);
      if (isBroken(error)) closeQuietly(close);
      return JSON.stringify([id, false, failure] satisfies AnswerMessage);
    }
  };
}

/** The connection is given up because of an error that is already being reported. */
function closeQuietly(close: () => void): void {
  try {
    close();
  } catch {
    // Nothing is left to save.
  }
}
