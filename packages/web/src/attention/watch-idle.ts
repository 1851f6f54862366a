import type { Clock } from '@parley/client';

export interface IdleWatch {
  /** Somebody is there. */
  touch(): void;
  stop(): void;
}

/** Calls `onChange` with true after `idleMs` without a touch, and with false at the next one. */
export function watchIdle(clock: Clock, idleMs: number, onChange: (isIdle: boolean) => void): IdleWatch {
  let touchedMs = clock.monotonicMs();
  let isIdle = false;
  let cancel = wait(idleMs);

  function wait(delayMs: number): () => void {
    return clock.after(delayMs, () => {
      const leftMs = touchedMs + idleMs - clock.monotonicMs();
      if (leftMs > 0) {
        cancel = wait(leftMs);
        return;
      }
      isIdle = true;
      onChange(true);
    });
  }

  return {
    touch() {
      touchedMs = clock.monotonicMs();
      if (!isIdle) return;
      isIdle = false;
      cancel = wait(idleMs);
      onChange(false);
    },
    stop: () => cancel(),
  };
}
