import { StoreError } from '@parley/core';
import { DataFolderError } from './data-folder-error.ts';
import type { AnswerMessage, CallMessage } from './serve-calls.ts';
import type { StoreFailure } from './store-failure.ts';

/** Methods as a worker runs them; calling one from here takes a round trip. */
type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

export interface WorkerLinkOptions {
  readonly spawn: () => Worker;
  /** the database the worker opens before anything else */
  readonly file: string;
  /** what calls become whose worker died: a commit may have happened, a read has not */
  readonly lost: 'failed' | 'unknown';
  readonly warn: (what: string) => void;
}

export interface WorkerLink<Served extends Methods> {
  /** @throws StoreError */
  call<Name extends keyof Served & string>(
    name: Name,
    ...args: Parameters<Served[Name]>
  ): Promise<ReturnType<Served[Name]>>;
  /** calls without an answer yet */
  pending(): number;
  /** Answers what is under way, closes the database and ends the worker. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Calls to a worker, which is started when first needed and again after a crash. When a worker dies, every call it
 * had not answered is rejected: nothing else would ever settle it.
 */
export function createWorkerLink<Served extends Methods>(options: WorkerLinkOptions): WorkerLink<Served> {
  let lastId = 0;
  let running: Running | undefined;
  let closing: Promise<void> | undefined;

  function start(): Running {
    const started: Running = { worker: options.spawn(), waiting: new Map() };
    const { worker, waiting } = started;
    worker.onmessage = ({ data }: MessageEvent<string>) => {
      settle(waiting, data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      options.warn(`a database worker failed: ${event.message}`);
    };
    worker.addEventListener('close', () => {
      if (running === started) running = undefined;
      for (const { reject } of waiting.values())
        reject(new StoreError(options.lost, 'the database worker ended before it answered'));
      waiting.clear();
    });
    running = started;
    // Its failure is the next call's: the worker tries to open again then.
    post(started, 'open', [options.file]).catch(() => undefined);
    return started;
  }

  function post({ worker, waiting }: Running, method: string, args: readonly unknown[]): Promise<unknown> {
    const id = (lastId += 1);
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage(JSON.stringify([id, method, args] satisfies CallMessage));
    });
  }

  /** Calls are answered in order, so this one comes after everything under way. */
  async function end(ending: Running): Promise<void> {
    try {
      await post(ending, 'close', []);
    } finally {
      ending.worker.terminate();
    }
  }

  return {
    async call<Name extends keyof Served & string>(name: Name, ...args: Parameters<Served[Name]>) {
      if (closing !== undefined) throw new StoreError('failed', 'the store is closed');
      // Both sides are compiled against the same methods.
      return (await post(running ?? start(), name, args)) as ReturnType<Served[Name]>;
    },
    pending: () => running?.waiting.size ?? 0,
    close() {
      closing ??= running === undefined ? Promise.resolve() : end(running);
      return closing;
    },
  };
}

function settle(waiting: Map<number, Waiting>, data: string): void {
  // Only this package's own worker answers.
  const [id, ok, value] = JSON.parse(data) as AnswerMessage;
  const call = waiting.get(id);
  waiting.delete(id);
  if (ok) call?.resolve(value ?? undefined);
  else call?.reject(toError(value));
}

function toError({ kind, message }: StoreFailure): Error {
  return kind === 'folder' ? new DataFolderError(message) : new StoreError(kind, message);
}
