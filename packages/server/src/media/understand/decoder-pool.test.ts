import { afterEach, expect, test } from 'bun:test';
import { fileURLToPath } from 'node:url';
import { createFakeClock } from '@parley/core/testing';
import { systemClock } from '../../clock.ts';
import { createDecoderPool, type DecoderPool, type DecoderPoolOptions } from './decoder-pool.ts';

const workerPath = fileURLToPath(new URL('./testing/faulty-worker.ts', import.meta.url));
const pools: DecoderPool[] = [];

function openPool(options: Partial<DecoderPoolOptions> = {}): DecoderPool {
  const pool = createDecoderPool({
    clock: createFakeClock(),
    workerPath,
    deadlineMs: 10_000,
    decodingMs: 10_000,
    maxBytes: 1_000_000_000,
    processes: 1,
    maxWaiting: 1,
    idleMs: 60_000,
    ...options,
  });
  pools.push(pool);
  return pool;
}

const ask = (pool: DecoderPool, path: string) => pool.ask({ task: 'upload', path, voice: false });

/** Which process answers. */
async function pidOf(pool: DecoderPool): Promise<number> {
  const end = await ask(pool, 'pid');
  if (end.ended !== 'answered' || end.reply.outcome !== 'understood') throw new Error(JSON.stringify(end));
  return Number(end.reply.value);
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

test('MED3: nothing runs until a file comes, and one process serves the files after it', async () => {
  const pool = openPool();
  expect(pool.size()).toBe(0);
  expect(await pidOf(pool)).toBe(await pidOf(pool));
  expect(pool.size()).toBe(1);
});

test('MED3: a process without files ends, and the next file gets a new one', async () => {
  const clock = createFakeClock();
  const pool = openPool({ clock });
  const first = await pidOf(pool);
  clock.advance(59_999);
  expect(await pidOf(pool)).toBe(first);
  clock.advance(60_000);
  expect(await pidOf(pool)).not.toBe(first);
});

test('MED3: a decoder that hangs is killed at its deadline, and the next file gets a new process', async () => {
  const pool = openPool({ clock: systemClock, deadlineMs: 50 });
  expect(await ask(pool, 'hang')).toMatchObject({ ended: 'late' });
  expect(pool.size()).toBe(0);
  expect(isRunning(await pidOf(pool))).toBe(true);
});

test('MED3: only an image within the limits has more time, and once', async () => {
  const pool = openPool({ clock: systemClock, deadlineMs: 60_000, decodingMs: 50 });
  expect(await ask(pool, 'dream')).toEqual({ ended: 'died', reason: expect.stringContaining('nonsense') });
  const strict = openPool({ clock: systemClock, deadlineMs: 50, decodingMs: 60_000 });
  expect(await ask(strict, 'sleep')).toEqual({ ended: 'late', reason: 'no answer within 50 ms' });
});

test('MED3: a decoder that crashes or leaves takes only its own file along', async () => {
  const pool = openPool();
  const first = await pidOf(pool);
  expect(await ask(pool, 'crash')).toMatchObject({ ended: 'died' });
  expect(await ask(pool, 'leave')).toMatchObject({ ended: 'died' });
  expect(await pidOf(pool)).not.toBe(first);
});

test('MED3: an answer of another form ends the process', async () => {
  const pool = openPool();
  expect(await ask(pool, 'babble')).toMatchObject({ ended: 'died' });
  expect(pool.size()).toBe(0);
});

// Memory is watched where the kernel tells of it, which is where servers run.
if (process.platform === 'linux')
  test('MED3: a decoder that takes too much memory is killed', async () => {
    const pool = openPool({ clock: systemClock, maxBytes: 300_000_000 });
    expect(await ask(pool, 'eat')).toMatchObject({ ended: 'hungry' });
  });

test('MED3: files wait for their turn, and beyond a number are turned away at once', async () => {
  const pool = openPool({ clock: systemClock, deadlineMs: 50 });
  const ends = ['hang', 'pid', 'pid'].map((path) => ask(pool, path));
  expect((await Promise.all(ends)).map(({ ended }) => ended)).toEqual(['late', 'answered', 'full']);
});

test('MED3: a process that died while it had nothing to do is replaced', async () => {
  const pool = openPool();
  const first = await pidOf(pool);
  process.kill(first, 'SIGKILL');
  for (let pid = first; pid === first;) {
    const end = await ask(pool, 'pid');
    if (end.ended === 'answered' && end.reply.outcome === 'understood') pid = Number(end.reply.value);
  }
  expect(pool.size()).toBe(1);
});

test('MED3: closing ends what is under way and what waits, and leaves no process', async () => {
  const pool = openPool({ processes: 2, maxWaiting: 2 });
  const pid = await pidOf(pool);
  const ends = ['sleep', 'hang', 'pid'].map((path) => ask(pool, path));
  await pool.close();
  expect((await Promise.all(ends)).map(({ ended }) => ended)).toEqual(['closed', 'closed', 'closed']);
  expect(pool.size()).toBe(0);
  expect(isRunning(pid)).toBe(false);
  expect(await ask(pool, 'pid')).toEqual({ ended: 'closed' });
});

test('MED3: decoders that do not start are the machine’s fault, not the file’s', async () => {
  const pool = openPool({ workerPath: `${workerPath}.missing` });
  expect(await ask(pool, 'pid')).toMatchObject({ ended: 'unstartable' });
});
