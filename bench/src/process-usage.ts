import { readdirSync, readFileSync } from 'node:fs';

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

/** CPU seconds of the processes that this one has started, those that ended among them. */
export function readChildrenCpuSeconds(pid: number): number | null {
  const ended = readStat(`/proc/${pid}/stat`, endedChildrenFields);
  if (ended === null) return null;
  const running = listChildren(pid).map((child) => readCpuSeconds(child) ?? 0);
  return running.reduce((sum, own) => sum + own, ended);
}

function listChildren(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => readProc(`/proc/${pid}/task/${task}/children`) ?? '');
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}

/** Behind the name: user and system time of the process, fields 14 and 15 of all. */
const ownFields = [11, 12];
/** The same of those it has waited for, fields 16 and 17. */
const endedChildrenFields = [13, 14];

function readStat(path: string, wanted = ownFields): number | null {
  const stat = readProc(path);
  if (stat === null) return null;
  // The name in parentheses may hold blanks: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return wanted.reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerS;
}

/** Resident memory in kB (1,024 bytes); `null` where there is no /proc. */
export function readRssKb(pid: number): number | null {
  const resident = /VmRSS:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`) ?? '');
  return resident === null ? null : Number(resident[1]);
}
