import { fork } from 'node:child_process';
import type { Clock } from '@parley/core';
import {
  decoderReply,
  decodingMessage,
  readyMessage,
  type DecoderReply,
  type DecoderRequest,
} from './decoder-messages.ts';
import { watchMemory } from './watch-memory.ts';

/** How a question ended: with an answer whose `value` is not yet checked, or without one. */
export type DecoderEnd =
  | { readonly ended: 'answered'; readonly reply: DecoderReply }
  /** it never came to work at all */
  | { readonly ended: 'unstartable'; readonly reason: string }
  /** the file's fault, so far as anybody can tell */
  | { readonly ended: 'died' | 'late' | 'hungry'; readonly reason: string }
  | { readonly ended: 'closed' };

export interface DecoderProcessOptions {
  readonly clock: Clock;
  /** the module that the process runs */
  readonly workerPath: string;
  /** for one file, from when the process is ready */
  readonly deadlineMs: number;
  /** for decoding it besides, if it is an image within the limits */
  readonly decodingMs: number;
  /** of memory that it may hold */
  readonly maxBytes: number;
}

export interface DecoderProcess {
  /** One at a time. After anything but `answered` the process is over, and so is whatever it did. */
  ask(request: DecoderRequest): Promise<DecoderEnd>;
  /** Whether it has ended by itself. */
  isGone(): boolean;
  /** Ends it at once, whatever it does; resolves when it is gone. */
  end(): Promise<void>;
}

/** How long a process may take until it can work, on a machine that is busy. */
const START_MS = 30_000;

const STDERR_CHARACTERS = 2000;

/** Starts a process that decodes. It is killed when it is late or takes too much memory. MED3 */
export function startDecoderProcess(options: DecoderProcessOptions): DecoderProcess {
  const { clock, workerPath, deadlineMs, decodingMs, maxBytes } = options;
  const child = fork(workerPath, [], {
    execPath: process.execPath,
    // No secrets of the server's, and less memory lost between threads.
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ready = Promise.withResolvers<'ready'>();
  const gone = Promise.withResolvers<string>();
  let lastWords = '';
  let waiting: ((reply: unknown) => void) | undefined;

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-STDERR_CHARACTERS);
  });
  child.on('message', (message) => {
    if (message === readyMessage) ready.resolve('ready');
    else waiting?.(message);
  });
  child.on('error', (error) => {
    gone.resolve(error.message);
  });
  child.on('exit', (code, signal) => {
    gone.resolve(`ended with ${signal ?? `code ${code ?? '?'}`}: ${lastWords.trim()}`);
  });

  let cutShort: DecoderEnd | undefined;
  const cut = (why: DecoderEnd) => {
    cutShort ??= why;
    child.kill('SIGKILL');
  };

  const setDeadline = (ms: number) =>
    clock.after(ms, () => {
      cut({ ended: 'late', reason: `no answer within ${ms} ms` });
    });

  async function ask(request: DecoderRequest): Promise<DecoderEnd> {
    const cancelStart = clock.after(START_MS, () => {
      cut({ ended: 'unstartable', reason: 'it did not start in time' });
    });
    const started = await Promise.race([ready.promise, gone.promise]);
    cancelStart();
    if (started !== 'ready') return cutShort ?? { ended: 'unstartable', reason: started };

    const reply = Promise.withResolvers<DecoderEnd>();
    let cancelDeadline = setDeadline(deadlineMs);
    let isDecoding = false;
    waiting = (message) => {
      if (message === decodingMessage && !isDecoding) {
        isDecoding = true;
        cancelDeadline();
        cancelDeadline = setDeadline(decodingMs);
        return;
      }
      const parsed = decoderReply.safeParse(message);
      if (parsed.success) reply.resolve({ ended: 'answered', reply: parsed.data });
      else cut({ ended: 'died', reason: `its answer is nonsense: ${parsed.error.message}` });
    };
    const stopWatching = watchMemory({ pid: child.pid, clock, maxBytes }, (bytes) => {
      cut({ ended: 'hungry', reason: `it took ${bytes} bytes of memory` });
    });
    if (child.connected) child.send(request);
    const died = gone.promise.then((reason): DecoderEnd => cutShort ?? { ended: 'died', reason });
    const end = await Promise.race([reply.promise, died]);
    waiting = undefined;
    cancelDeadline();
    stopWatching();
    return end;
  }

  return {
    ask,
    isGone: () => child.exitCode !== null || child.signalCode !== null,
    async end() {
      cut({ ended: 'closed' });
      await gone.promise;
    },
  };
}
