import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PATIENCE_MS, within } from './deadline.ts';
import { chosenStore } from './chosen-store.ts';

export const REPOSITORY = join(import.meta.dir, '../..');
const MAIN = join(REPOSITORY, 'packages/server/src/main.ts');

/** Settings on top of the defaults of a test server; `undefined` takes one away. */
export type Settings = Record<string, string | undefined>;

/** One run of the program, from spawn to exit. */
export interface Run {
  readonly pid: number;
  /** All it wrote so far, stdout and stderr together. */
  readonly output: () => string;
  readonly signal: (name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void;
  /** Exit code; 128 + n after signal n. */
  readonly exited: Promise<number>;
  /** The address it printed; rejects when it exits before. */
  readonly listening: Promise<string>;
}

/** A server with a data folder of its own, which can be killed and started again at the same address. */
export interface ServerProcess {
  readonly url: string;
  readonly adminUrl: string;
  readonly dataDir: string;
  readonly run: () => Run;
  /** Everything written by every run so far. */
  readonly output: () => string;
  readonly kill: () => Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  readonly stop: () => Promise<number>;
  readonly restart: () => Promise<void>;
  /** Ends the process for good and removes its folder. */
  readonly dispose: () => Promise<void>;
}

/** A folder that nobody else uses. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'parley-e2e-'));
}

/** Below what systems give to outgoing connections: nobody else's client takes such a port while its server restarts. */
const PORTS = { from: 12_000, count: 19_000 };

/** A port that was free a moment ago, and is nobody's to take by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** Starts the program in `cwd` with these settings and nothing else from this process's environment. */
export function spawnServer(
  cwd: string,
  settings: Settings,
  command: string[] = [process.execPath, MAIN],
): Run {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings };
  const child = Bun.spawn(command, { cwd, env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' });
  let text = '';
  const address = Promise.withResolvers<string>();
  const collect = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      const found = /http:\/\/[^\s:]+:(\d+)/.exec(text);
      if (found?.[1] !== undefined) address.resolve(`http://127.0.0.1:${found[1]}`);
    }
  };
  const exited = Promise.all([child.exited, collect(child.stdout), collect(child.stderr)]).then(([code]) => {
    address.reject(new Error(`the server exited with ${String(code)} before it listened:\n${text}`));
    return code;
  });
  const listening = within(4 * PATIENCE_MS, 'the server to print its address', address.promise);
  listening.catch(() => undefined); // a run that is meant to be refused is not asked
  return {
    pid: child.pid,
    output: () => text,
    signal: (name) => {
      child.kill(name);
    },
    exited,
    listening,
  };
}

/** Starts a server on free ports and a temporary folder (or `dataDir`), and waits until it listens. */
export async function startServer(
  settings: Settings = {},
  dataDir?: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const folder = dataDir ?? (await temporaryFolder());
  const [port, adminPort] = [await freePort(), await freePort()];
  const all: Settings = {
    PORT: String(port),
    ADMIN_PORT: String(adminPort),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...chosenStore(basename(folder)),
    ...settings,
  };
  let earlier = '';
  const command = [process.execPath, MAIN, ...flags];
  let run = spawnServer(folder, all, command);
  await run.listening;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number> => {
    run.signal(signal);
    return within(35_000, `the server to exit after ${signal}`, run.exited);
  };
  return {
    url: `http://127.0.0.1:${String(port)}`,
    adminUrl: `http://127.0.0.1:${String(adminPort)}`,
    dataDir: join(folder, 'data'),
    run: () => run,
    output: () => earlier + run.output(),
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    restart: async () => {
      earlier += run.output();
      run = spawnServer(folder, all, command);
      await run.listening;
    },
    dispose: async () => {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
