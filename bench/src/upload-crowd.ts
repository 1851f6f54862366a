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
  readonly mbPerS: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export interface UploadCrowd {
  /** Resolves when the uploads under way have ended. @throws what one of them was answered with */
  end(): Promise<CrowdResult>;
}

/** Resolves when everybody has begun; from then on each uploads one file after the other. */
export async function startUploadCrowd(task: CrowdTask): Promise<UploadCrowd> {
  const begun = Promise.withResolvers<unknown>();
  const ended = Promise.withResolvers<CrowdResult>();
  const child = Bun.spawn(pinnedCommand('crowd', [process.execPath, processPath, JSON.stringify(task)]), {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'inherit',
    ipc(message: 'begun' | CrowdResult) {
      if (message === 'begun') begun.resolve(message);
      else ended.resolve(message);
    },
    onExit() {
      for (const { reject } of [begun, ended]) reject(new Error('the uploads failed'));
    },
  });
  // Until somebody waits for it.
  ended.promise.catch(() => undefined);
  await begun.promise;
  return {
    end() {
      void child.stdin.end();
      return ended.promise;
    },
  };
}
