/* A crowd that uploads while messages are measured: in a process of its own, so that what it sends delays no clock but the server's. */
import { fileURLToPath } from 'node:url';
import type { Account } from './history.ts';
import { pinnedCommand } from './pinned-command.ts';

const processPath = fileURLToPath(new URL('upload-crowd-process.ts', import.meta.url));

export interface CrowdTask {
  readonly people: readonly Account[];
  readonly fileBytes: number;
  /** of each of them */
  readonly bytesPerS: number;
}

/** What the crowd's process says at its end. */
export interface CrowdResult {
  readonly sentBytes: number;
  readonly seconds: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export interface UploadCrowd {
  /** Resolves when the uploads under way have ended. @throws what one of them was answered with */
  end(): Promise<CrowdResult>;
}

/** Everybody uploads one file after the other from here on. */
export function startUploadCrowd(task: CrowdTask): UploadCrowd {
  const child = Bun.spawn(pinnedCommand('crowd', [process.execPath, processPath, JSON.stringify(task)]), {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  return {
    async end() {
      void child.stdin.end();
      const answer = await new Response(child.stdout).text();
      if ((await child.exited) !== 0) throw new Error('the uploads failed');
      // Our own child wrote it.
      return JSON.parse(answer) as CrowdResult;
    },
  };
}
