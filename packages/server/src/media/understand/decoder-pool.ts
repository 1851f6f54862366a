import type { DecoderRequest } from './decoder-messages.ts';
import {
  startDecoderProcess,
  type DecoderEnd,
  type DecoderProcess,
  type DecoderProcessOptions,
} from './decoder-process.ts';

export interface DecoderPoolOptions extends DecoderProcessOptions {
  /** files decoded at a time, each in a process of its own */
  readonly processes: number;
  /** files that may wait for their turn */
  readonly maxWaiting: number;
  /** after so long without a file a process ends */
  readonly idleMs: number;
}

export interface DecoderPool {
  /** Never rejects. `full`: too many files are waiting. */
  ask(request: DecoderRequest): Promise<DecoderEnd | { readonly ended: 'full' }>;
  /** Processes that run at the moment. */
  size(): number;
  /** Ends every process at once; what was asked is answered `closed`. Resolves when they are gone. */
  close(): Promise<void>;
}

interface Idle {
  readonly process: DecoderProcess;
  readonly keepAwake: () => void;
}

/** Processes that decode: started when a file comes, replaced when one dies, ended when there is nothing to do. MED3 */
export function createDecoderPool(options: DecoderPoolOptions): DecoderPool {
  const { clock, processes, maxWaiting, idleMs } = options;
  const running = new Set<DecoderProcess>();
  const idle: Idle[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;

  function take(): DecoderProcess {
    for (let rested = idle.pop(); rested !== undefined; rested = idle.pop()) {
      rested.keepAwake();
      if (!rested.process.isGone()) return rested.process;
      running.delete(rested.process);
    }
    const started = startDecoderProcess(options);
    running.add(started);
    return started;
  }

  function putBack(process: DecoderProcess): void {
    const rested: Idle = {
      process,
      keepAwake: clock.after(idleMs, () => {
        idle.splice(idle.indexOf(rested), 1);
        void discard(process);
      }),
    };
    idle.push(rested);
  }

  async function discard(process: DecoderProcess): Promise<void> {
    await process.end();
    running.delete(process);
  }

  async function ask(request: DecoderRequest): Promise<DecoderEnd> {
    const process = take();
    const end = await process.ask(request);
    if (end.ended === 'answered' && !isClosed) putBack(process);
    else await discard(process);
    return end;
  }

  return {
    async ask(request) {
      if (busy >= processes && waiting.length >= maxWaiting) return { ended: 'full' };
      if (busy >= processes) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        return isClosed ? { ended: 'closed' } : await ask(request);
      } finally {
        // The place goes to whoever waits longest; it is never free in between.
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    size: () => running.size,
    async close() {
      isClosed = true;
      for (const { keepAwake } of idle.splice(0)) keepAwake();
      await Promise.all([...running].map(discard));
    },
  };
}
