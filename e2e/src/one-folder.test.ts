import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApi } from './api.ts';
import { eventually, within } from './deadline.ts';
import { signUp, text } from './person.ts';
import {
  freePort,
  REPOSITORY,
  type Run,
  type ServerProcess,
  type Settings,
  spawnServer,
  startServer,
  temporaryFolder,
} from './server-process.ts';
import { History, ServerInfo } from './wire.ts';

setDefaultTimeout(60_000);
const started: ServerProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.dispose();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function start(settings: Settings = {}): Promise<ServerProcess> {
  const server = await startServer(settings);
  started.push(server);
  return server;
}
async function folder(): Promise<string> {
  const made = await temporaryFolder();
  folders.push(made);
  return made;
}

/** Runs the program with settings it should not accept and gives what it said. */
async function refusedStart(settings: Settings, command?: string[]): Promise<string> {
  const defaults = { PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
  const cwd = await folder();
  const run = spawnServer(cwd, { ...defaults, DATA_DIR: join(cwd, 'data'), ...settings }, command);
  try {
    expect(await within(20_000, 'the program to refuse', run.exited)).not.toBe(0);
  } finally {
    run.signal('SIGKILL');
  }
  expect(run.output()).not.toMatch(/\n\s+at /); // a sentence, not a stack trace
  return run.output();
}

const lines = (output: string): string[] => output.split('\n').filter((line) => line.trim() !== '');

describe('starts that are refused', () => {
  test('OPS1 F19: a second process on the data folder refuses with one sentence, and the first goes on', async () => {
    const first = await start();
    const output = await refusedStart({ DATA_DIR: first.dataDir });
    expect(output).toContain(first.dataDir);
    expect(lines(output)).toHaveLength(1);
    await signUp(first.url, 'alice');
  });

  test('OPS1: a port that is taken is named in one sentence', async () => {
    const first = await start();
    const port = new URL(first.url).port;
    const output = await refusedStart({ PORT: port });
    expect(output).toContain(port);
    expect(lines(output)).toHaveLength(1);
    await signUp(first.url, 'alice');
  });

  test('OPS1: a data folder that cannot be written is named in one sentence', async () => {
    const cwd = await folder();
    await writeFile(join(cwd, 'file'), '');
    const output = await refusedStart({ DATA_DIR: join(cwd, 'file/data') });
    expect(output).toContain(join(cwd, 'file'));
    expect(lines(output)).toHaveLength(1);
    if (process.getuid?.() === 0) return; // nothing is read-only to root
    await mkdir(join(cwd, 'locked'));
    await chmod(join(cwd, 'locked'), 0o500);
    expect(await refusedStart({ DATA_DIR: join(cwd, 'locked') })).toContain(join(cwd, 'locked'));
  });

  test('LIM1: every wrong setting is reported at once', async () => {
    const wrong = {
      PORT: 'eight',
      BATCH_SIZE: '-3',
      FLUSH_INTERVAL: 'soon',
      LOG_LEVEL: 'shout',
      REGISTRATION: 'maybe',
      RATE_LIMITS: 'no',
      SESSION_TTL: 'forever',
      AUTH_JWT_SECRET: 'short',
      PUBLIC_URL: 'not a url',
    };
    const output = await refusedStart(wrong);
    expect(Object.keys(wrong).filter((name) => !output.includes(name))).toEqual([]);
    expect(output).not.toContain('short\n');
  });

  test('LIM1: settings of what is not there yet are a clear error, their defaults are accepted', async () => {
    const wrong = { REDIS_URL: 'redis://127.0.0.1', S3_BUCKET: 'bucket' };
    const output = await refusedStart(wrong);
    expect(Object.keys(wrong).filter((name) => !output.includes(name))).toEqual([]);
    await start({ MAX_RETRIES: '2', MAX_UPLOAD_MB: '25' });
  });

  test('OPS1 SEC4: a database that is not there is one sentence that names the setting, and no password', async () => {
    const nobody = await freePort();
    const MONGO_URL = `mongodb://somebody:sesame@127.0.0.1:${String(nobody)}/parley`;
    const output = await refusedStart({ MONGO_URL });
    expect(output).toContain('MONGO_URL');
    expect(output).not.toContain('sesame');
    expect(lines(output)).toHaveLength(1);
    expect(await refusedStart({ MONGO_URL, MIN_POOL_SIZE: '60' })).toContain('MIN_POOL_SIZE');
  });
});

test('OPS1: after kill -9 the next start works, again and again', async () => {
  const server = await start();
  const alice = await signUp(server.url, 'alice');
  for (let i = 0; i < 3; i++) {
    await server.kill();
    await server.restart();
  }
  const phone = await alice.connect();
  expect(await phone.must('send_message', text('direct', alice, 'still me'))).toMatchObject({ seq: 1 });
  phone.close();
});

test('OPS1: settings come from a .env file too', async () => {
  const cwd = await folder();
  const port = String(await freePort());
  await writeFile(join(cwd, '.env'), `PORT=${port}\nREGISTRATION=closed\n`);
  const run = spawnServer(cwd, { ADMIN_PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(cwd, 'data') });
  try {
    expect(await run.listening).toEndWith(`:${port}`);
    const api = createApi(`http://127.0.0.1:${port}`);
    expect((await api.get('/server', ServerInfo)).registration).toBe('closed');
    const body = { username: 'first', password: 'correct horse' };
    expect(await api.refused('POST', '/auth/register', body)).toMatchObject({ code: 'forbidden' });
  } finally {
    run.signal('SIGKILL');
    await run.exited;
  }
});

describe('stopping', () => {
  test('OPS2: SIGTERM announces `closing`, finishes what it began, and exits with 0', async () => {
    const server = await start();
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    const notes = Array.from({ length: 50 }, (_none, i) => text('direct', alice, `note ${String(i)}`));
    const acks = notes.map((note) => phone.call('send_message', note).catch(() => undefined));
    await Promise.race(acks);
    server.run().signal('SIGTERM');
    expect((await phone.next('closing')).retry_after_ms).toBeGreaterThanOrEqual(0);
    await within(30_000, 'the transport to close', phone.disconnected);
    expect(await within(30_000, 'the exit', server.run().exited)).toBe(0);
    const stored = (await Promise.all(acks)).flatMap((ack) => (ack?.ok === true ? [ack.id] : []));
    await server.restart();
    const history = await alice.api.get(`/messages/${alice.id}/${alice.id}?limit=200`, History);
    const held = history.messages.map((one) => one.id);
    expect(stored.filter((id) => !held.includes(id))).toEqual([]);
    expect(new Set(held).size).toBe(held.length);
    expect(lines(server.output()).filter((line) => /"level":(50|60|"(error|fatal)")/.test(line))).toEqual([]);
  });

  test('OPS2: SIGTERM twice is as safe as once', async () => {
    const server = await start();
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    const sent = await phone.must('send_message', text('direct', alice, 'kept'));
    server.run().signal('SIGTERM');
    server.run().signal('SIGTERM');
    expect(await within(30_000, 'the exit', server.run().exited)).toBe(0);
    await server.restart();
    const history = await alice.api.get(`/messages/${alice.id}/${alice.id}`, History);
    expect(history.messages.map((one) => one.id)).toEqual([sent.id]);
  });

  test('OPS2: SIGTERM to `npm start` stops the server and leaves no orphan', async () => {
    if (Bun.which('npm') === null) throw new Error('npm is not on the PATH');
    const cwd = await folder();
    const port = String(await freePort());
    const settings = { PORT: port, ADMIN_PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(cwd, 'data') };
    const run: Run = spawnServer(REPOSITORY, settings, ['npm', 'start']);
    const url = await run.listening;
    const alice = await signUp(url, 'alice');
    const phone = await alice.connect();
    run.signal('SIGTERM');
    await phone.next('closing');
    await within(30_000, 'npm to exit', run.exited);
    await eventually('the port to be free again', () =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    await (await startServer({}, cwd)).dispose(); // the folder is free as well
  });
});
