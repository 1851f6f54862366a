import type { TaskProgress } from '../../packages/server/src/archive/task.ts';

export interface ProgressScreen {
  /** a terminal: one line is written over again and again */
  readonly isTTY: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
  /** never goes back */
  readonly nowMs: () => number;
}

const cells = 20;
/** Lines for whoever has no terminal. */
const lineEveryMs = 5_000;
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Shows how far a task is, how fast it goes and how long it will take. */
export function createProgressBar({ isTTY, columns, write, nowMs }: ProgressScreen) {
  let phase = '';
  let [startMs, startDone, saidMs] = [0, 0, 0];

  function lineFor({ done, total }: TaskProgress, now: number): string {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const perSecond = (done - startDone) / Math.max(0.001, (now - startMs) / 1000);
    const bar = '#'.repeat(Math.round(share * cells)).padEnd(cells, '.');
    const rate = perSecond > 0 ? `, ${whole.format(perSecond)}/s` : '';
    const left = perSecond > 0 && done < total ? `, ${durationOf((total - done) / perSecond)} left` : '';
    return `${phase} [${bar}] ${String(Math.floor(share * 100))} %${rate}${left}`;
  }

  return {
    show(progress: TaskProgress): void {
      const now = nowMs();
      const isNew = progress.phase !== phase;
      if (isNew) {
        phase = progress.phase;
        [startMs, startDone] = [now, progress.done];
      }
      if (isTTY) {
        write(`\r\u001b[K${lineFor(progress, now).slice(0, columns - 1)}`);
        return;
      }
      if (!isNew && now - saidMs < lineEveryMs) return;
      saidMs = now;
      write(`${lineFor(progress, now)}\n`);
    },
    /** The line is free for something else. */
    end(): void {
      if (isTTY && phase !== '') write('\r\u001b[K');
    },
  };
}

function durationOf(seconds: number): string {
  if (seconds < 90) return `${whole.format(Math.ceil(seconds))} s`;
  if (seconds < 5_400) return `${whole.format(Math.ceil(seconds / 60))} min`;
  return `${whole.format(Math.ceil(seconds / 3_600))} h`;
}
