import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedCommand } from './pinned-command.ts';
import type { Target } from './target.ts';

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** milliseconds from spawning the process until it printed its address */
  readonly startMs: number;
  /** Ends it as an operator would, by force after `patienceMs`, and removes its data. Answers what it wrote to stderr. */
  stop(patienceMs?: number): Promise<string>;
}

const startDeadlineMs = 20_000;
const stopDeadlineMs = 35_000;
const addressPattern = /http:\/\/[^\s:]+:(\d+)/;

/** Starts a target on a fresh data folder, on its own core. Rejects with its output when it does not come up. */
export async function startServer(target: Target): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const startedMs = performance.now();
  const child = Bun.spawn(pinnedCommand('server', target.command), {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...target.environment, DATA_DIR: join(folder, 'data') },
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const errors = new Response(child.stderr).text();
  const deadline = setTimeout(() => child.kill('SIGKILL'), startDeadlineMs);
  const port = await readPort(child.stdout);
  const startMs = performance.now() - startedMs;
  clearTimeout(deadline);
  const removeData = () => rm(folder, { recursive: true, force: true });
  if (port === undefined) {
    child.kill('SIGKILL');
    await removeData();
    throw new Error(`${target.name} did not start:\n${await errors}`);
  }
  return {
    pid: child.pid,
    port,
    startMs,
    async stop(patienceMs = stopDeadlineMs) {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await child.exited;
      clearTimeout(kill);
      await removeData();
      return errors;
    },
  };
}

/** The port in the address that the server prints; goes on reading behind it, so that the pipe never fills. */
async function readPort(stdout: ReadableStream<Uint8Array>): Promise<number | undefined> {
  const reader = stdout.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += decoder.decode(value, { stream: true });
    const found = addressPattern.exec(text);
    if (found === null) continue;
    void drain(reader);
    return Number(found[1]);
  }
}

async function drain(reader: { read(): Promise<{ done: boolean }> }): Promise<void> {
  while (!(await reader.read()).done);
}
