import { readFile } from 'node:fs/promises';
import type { Clock } from '@parley/core';

export interface WatchedProcess {
  readonly pid: number | undefined;
  readonly clock: Pick<Clock, 'every'>;
  readonly maxBytes: number;
}

const PERIOD_MS = 200;
const PAGE_BYTES = 4096;

/**
 * Tells once when a process holds more memory than it may, until the returned function is called. Needs Linux;
 * elsewhere nothing is watched.
 */
export function watchMemory(
  { pid, clock, maxBytes }: WatchedProcess,
  onExceeded: (bytes: number) => void,
): () => void {
  let isOver = false;
  const stop = clock.every(PERIOD_MS, () => void look());

  async function look(): Promise<void> {
    // size, resident, shared …, in pages
    const pages = await readFile(`/proc/${pid ?? 0}/statm`, 'utf8').catch(() => '');
    const bytes = Number(pages.split(' ')[1] ?? 0) * PAGE_BYTES;
    if (isOver || bytes <= maxBytes) return;
    isOver = true;
    stop();
    onExceeded(bytes);
  }

  return () => {
    isOver = true;
    stop();
  };
}
