import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc; 100 on every Linux that Bun runs on. */
const ticksPerS = 100;

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // no /proc here, or the process is gone
  }
}

/** CPU seconds of a whole process, all threads; `null` where there is no /proc. Steps of 10 ms. */
export function readCpuSeconds(pid: number): number | null {
  return readStat(`/proc/${pid}/stat`);
}

/** The same for its first thread alone, where a JavaScript server runs its event loop. */
export function readMainThreadCpuSeconds(pid: number): number | null {
  return readStat(`/proc/${pid}/task/${pid}/stat`);
}

function readStat(path: string): number | null {
  const stat = readProc(path);
  if (stat === null) return null;
  // The name in parentheses may hold blanks: count from behind it; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}

/** Resident memory in kB (1,024 bytes); `null` where there is no /proc. */
export function readRssKb(pid: number): number | null {
  const resident = /VmRSS:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`) ?? '');
  return resident === null ? null : Number(resident[1]);
}
