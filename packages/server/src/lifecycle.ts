import type { Clock } from '@parley/core';
import type { Log } from './log.ts';

/** Something that has to be ended, and how long that may take. */
export interface Closer {
  readonly name: string;
  readonly deadlineMs: number;
  readonly close: () => Promise<void> | void;
}

/** What was started, ended in reverse. */
export interface Lifecycle {
  /** To be called as soon as the thing runs. */
  push(closer: Closer): void;
  /** Ends everything, last started first; what fails or takes too long is logged and left. Again: the same promise. OPS2 */
  stop(): Promise<void>;
  /** Ends what was started after the part of this name, and leaves the rest to `stop`. */
  stopAfter(name: string): Promise<void>;
}

export interface LifecycleDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Log, 'error'>;
}

export function createLifecycle({ clock, log }: LifecycleDeps): Lifecycle {
  const closers: Closer[] = [];
  let ending = Promise.resolve();
  let stopping: Promise<void> | undefined;

  async function end({ name, deadlineMs, close }: Closer): Promise<void> {
    const deadline = Promise.withResolvers<'late'>();
    const cancel = clock.after(deadlineMs, () => {
      deadline.resolve('late');
    });
    try {
      const outcome = await Promise.race([Promise.resolve(close()), deadline.promise]);
      if (outcome === 'late') log.error({ part: name, deadlineMs }, 'a part did not end in time');
    } catch (error) {
      log.error({ part: name, err: error }, 'a part failed to end');
    } finally {
      cancel();
    }
  }

  /** Down to the part of this name; one after another, whoever asks. */
  function endDownTo(name: string | undefined): Promise<void> {
    ending = ending.then(async () => {
      for (let last = closers.at(-1); last !== undefined && last.name !== name; last = closers.at(-1)) {
        closers.pop();
        await end(last);
      }
    });
    return ending;
  }

  return {
    push: (closer) => {
      closers.push(closer);
    },
    stop: () => (stopping ??= endDownTo(undefined)),
    stopAfter: endDownTo,
  };
}
