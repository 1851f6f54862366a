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
}

export interface LifecycleDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Log, 'error'>;
}

export function createLifecycle({ clock, log }: LifecycleDeps): Lifecycle {
  const closers: Closer[] = [];
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

  async function endAll(): Promise<void> {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await end(closer);
  }

  return {
    push: (closer) => {
      closers.push(closer);
    },
    stop: () => (stopping ??= endAll()),
  };
}
