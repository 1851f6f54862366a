import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './job.ts';
import { pinnedCommand } from './pinned-command.ts';

const generatorPath = fileURLToPath(new URL('generator.ts', import.meta.url));
const deadlineMs = 20 * 60 * 1000;

/** Runs one job in a generator process of its own, on its own core. */
export async function runJob(job: Job): Promise<JobResult> {
  const child = Bun.spawn(
    pinnedCommand('generator', [process.execPath, generatorPath, JSON.stringify(job)]),
    { stdout: 'pipe', stderr: 'pipe' },
  );
  const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const [answer, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  clearTimeout(deadline);
  if ((await child.exited) !== 0) throw new Error(`the generator failed in '${job.scenario}':\n${errors}`);
  if (errors !== '') console.error(errors.trimEnd());
  return JSON.parse(answer) as JobResult; // our own generator wrote it
}
