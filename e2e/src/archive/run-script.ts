import { REPOSITORY, type Settings } from '../server-process.ts';

/** One run of a command of `npm run`. */
export interface ScriptRun {
  /** All it wrote so far, stdout and stderr together. */
  readonly output: () => string;
  /** Resolves when it has written this; rejects when it ends without. */
  readonly says: (text: string) => Promise<void>;
  readonly kill: () => void;
  /** Exit code and everything it wrote. */
  readonly ended: Promise<{ readonly code: number; readonly output: string }>;
}

/** Starts `scripts/NAME.ts` with these settings and nothing else from this process's environment. */
export function startScript(name: string, args: readonly string[], settings: Settings = {}): ScriptRun {
  const child = Bun.spawn([process.execPath, `scripts/${name}.ts`, ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  let text = '';
  const listeners = new Set<() => void>();
  const collect = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      for (const listener of listeners) listener();
    }
  };
  const ended = Promise.all([child.exited, collect(child.stdout), collect(child.stderr)]).then(([code]) => ({
    code,
    output: text,
  }));
  return {
    output: () => text,
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (text.includes(wanted)) resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`it never said ${wanted}:\n${text}`));
        });
      }),
    kill: () => {
      child.kill('SIGKILL');
    },
    ended,
  };
}

/** The same, to its end. */
export function runScript(
  name: string,
  args: readonly string[],
  settings: Settings = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return startScript(name, args, settings).ended;
}
