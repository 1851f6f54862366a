import { expect, test } from 'bun:test';
import { createFakeClock, settle } from '@parley/core/testing';
import { createLog } from '../log.ts';
import { createAdminTasks, type AdminTasksDeps } from './admin-tasks.ts';
import type { TaskDone } from './task.ts';

const secret = 's'.repeat(64);

/** A task that ends when the test says so. */
function bench(lines: string[] = []) {
  const clock = createFakeClock();
  const ends: [string, boolean][] = [];
  const calls: Parameters<AdminTasksDeps['run']>[1][] = [];
  const ending = Promise.withResolvers<TaskDone>();
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const tasks = createAdminTasks({
    secret,
    clock,
    log,
    run: (_order, call) => {
      calls.push(call);
      return ending.promise;
    },
    stopServing: () => Promise.resolve(),
    end: (sentence, isFailure) => void ends.push([sentence, isFailure]),
  });
  tasks.begin();
  const ask = async (
    path: string,
    body: unknown = { file: '/backup.gz' },
    authorization = `Bearer ${secret}`,
  ) =>
    (await tasks.answer(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify(body),
      }),
    ))!;
  return { clock, ends, calls, ending, ask, tasks };
}

test('SEC4: nothing is done for whoever has not the secret, and what is asked is checked', async () => {
  const lines: string[] = [];
  const { ask, calls, tasks } = bench(lines);
  expect(tasks.answer(new Request('http://localhost/metrics'))).toBeUndefined();
  for (const wrong of ['', 'Bearer', 'Bearer ', `Bearer ${secret}x`, secret, `bearer ${secret}`])
    expect([wrong, (await ask('/backup', {}, wrong)).status]).toEqual([wrong, 401]);
  for (const body of [{}, { file: 'relative.gz' }, { file: 5 }, null, []])
    expect((await ask('/backup', body)).status).toBe(422);
  expect((await ask('/move', { from: 'sqlite:x' })).status).toBe(422);
  expect(calls).toEqual([]);
  const url = 'mongodb://u:hunter2@h/d';
  expect((await ask('/move', { from: 'sqlite:x', to: url })).status).toBe(200);
  expect(lines.join('')).toContain('a task begins');
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines.join('')).not.toContain(secret);
});

test('OPS5: one task at a time; whoever waits hears how far it is, and its end', async () => {
  const { clock, ask, calls, ending, ends } = bench();
  const response = await ask('/backup');
  expect((await ask('/restore')).status).toBe(409);
  calls[0]!.onProgress({ phase: 'backing up', done: 1, total: 4 });
  calls[0]!.onProgress({ phase: 'backing up', done: 2, total: 4 });
  // Nothing new for a while: the connection stays in use.
  clock.advance(5_000);
  ending.resolve({ sentence: 'Done.', isLast: false });
  const said = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const progress = (done: number) => ({ progress: { phase: 'backing up', done, total: 4 } });
  expect(said).toEqual([progress(1), progress(2), progress(2), { done: 'Done.' }]);
  clock.advance(1_000);
  expect(ends).toEqual([]);
  expect((await ask('/restore')).status).toBe(200);
});

test('F25: a task whose command has ended is given up, unless nobody is served any more', async () => {
  const { ask, calls } = bench();
  const response = await ask('/backup');
  calls[0]!.checkIsWanted();
  await response.body!.cancel();
  expect(() => {
    calls[0]!.checkIsWanted();
  }).toThrow('its command ended');
  await calls[0]!.stopServing();
  calls[0]!.checkIsWanted();
});

test('OPS5: a process whose store is another one now ends with the last sentence; one that failed on the way too', async () => {
  for (const isFailure of [false, true]) {
    const { clock, ask, calls, ending, ends } = bench();
    const response = await ask('/restore');
    await calls[0]!.stopServing();
    if (isFailure) ending.reject(new Error('The disk is full.'));
    else ending.resolve({ sentence: 'Restored.', isLast: true });
    const sentence = isFailure ? 'The disk is full.' : 'Restored.';
    expect(await response.text()).toContain(sentence);
    await settle();
    clock.advance(1_000);
    expect(ends).toEqual([[sentence, isFailure]]);
  }
});

test('OPS5: no task begins before the server has started', async () => {
  const { clock } = bench();
  const tasks = createAdminTasks({
    secret,
    clock,
    log: createLog('silent'),
    run: () => Promise.reject(new Error('too early')),
    stopServing: () => Promise.resolve(),
    end: () => undefined,
  });
  const headers = { authorization: `Bearer ${secret}` };
  const request = new Request('http://localhost/backup', {
    method: 'POST',
    headers,
    body: JSON.stringify({ file: '/backup.gz' }),
  });
  expect((await tasks.answer(request))?.status).toBe(503);
});
