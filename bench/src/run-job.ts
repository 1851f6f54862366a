import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './job.ts';
import { pinnedCommand } from './pinned-command.ts';

const generatorPath = fileURLToPath(new URL('generator.ts', import.meta.url));
/** Whatever hangs, a job ends. */
const longestMs = 20 * 60 * 1000;

/** Thrown when a job was ended before it had a result. */
export class OutOfTimeError extends Error {}

/** Runs one job in a generator process of its own, on its own core. @throws OutOfTimeError after `deadlineMs` */
export async function runJob(job: Job, deadlineMs = Infinity): Promise<JobResult> {
  const child = Bun.spawn(
    pinnedCommand('generator', [process.execPath, generatorPath, JSON.stringify(job)]),
    { stdout: 'pipe', stderr: 'pipe' },
  );
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), Math.min(deadlineMs, longestMs));
  deadline.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  const [answer, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  clearTimeout(timer);
  const exitCode = await child.exited;
  if (deadline.signal.aborted)
    throw new OutOfTimeError(`'${job.scenario}' took longer than ${deadlineMs} ms`);
  if (exitCode !== 0) throw new Error(`the generator failed in '${job.scenario}':\n${errors}`);
  if (errors !== '') console.error(errors.trimEnd());
  return JSON.parse(answer) as JobResult; // our own generator wrote it
}
