import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(import.meta.dir, '../../../server/src/main.ts');

/** The program itself, which can be killed and started again at the same address over the same data. */
export interface RealServer {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** A port that was free a moment ago: a restart must find the same. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

export async function startRealServer(): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
  const port = String(await freePort());
  const env = {
    PATH: process.env['PATH'],
    PORT: port,
    ADMIN_PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  };
  let child = spawn();

  function spawn() {
    return Bun.spawn([process.execPath, main], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  }

  async function listening(): Promise<void> {
    let text = '';
    for await (const chunk of child.stdout) {
      text += new TextDecoder().decode(chunk);
      if (/http:\/\/localhost:\d+/.test(text)) return;
    }
    throw new Error(`the server did not start:\n${text}`);
  }

  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await child.exited;
  }

  await listening();
  return {
    url: `http://127.0.0.1:${port}`,
    kill,
    async start() {
      child = spawn();
      await listening();
    },
    async dispose() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
