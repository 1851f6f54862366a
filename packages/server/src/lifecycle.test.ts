import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createLifecycle } from './lifecycle.ts';

function createStack() {
  const clock = createFakeClock();
  const seen: string[] = [];
  const log = { error: (details: { part: string }, what: string) => seen.push(`${details.part}: ${what}`) };
  // Of pino's many signatures this is the one that is used.
  const lifecycle = createLifecycle({ clock, log: log as never });
  return { clock, seen, lifecycle };
}

test('OPS2: what was started is ended in reverse, one after the other', async () => {
  const { seen, lifecycle } = createStack();
  for (const name of ['storage', 'chat', 'sockets'])
    lifecycle.push({
      name,
      deadlineMs: 1000,
      close: async () => {
        seen.push(`${name} begins`);
        await Promise.resolve();
        seen.push(`${name} ends`);
      },
    });
  await lifecycle.stop();
  expect(seen).toEqual([
    'sockets begins',
    'sockets ends',
    'chat begins',
    'chat ends',
    'storage begins',
    'storage ends',
  ]);
});

test('OPS2: a part that hangs or fails does not keep the others from ending', async () => {
  const { clock, seen, lifecycle } = createStack();
  lifecycle.push({ name: 'storage', deadlineMs: 1000, close: () => void seen.push('storage ended') });
  lifecycle.push({
    name: 'chat',
    deadlineMs: 1000,
    close: () => {
      // Time passes once this one waits.
      queueMicrotask(() => {
        clock.advance(1000);
      });
      return new Promise<void>(() => undefined);
    },
  });
  lifecycle.push({ name: 'sockets', deadlineMs: 1000, close: () => Promise.reject(new Error('broken')) });
  await lifecycle.stop();
  expect(seen).toEqual([
    'sockets: a part failed to end',
    'chat: a part did not end in time',
    'storage ended',
  ]);
});

test('OPS2: a second stop waits for the first and ends nothing twice', async () => {
  const { seen, lifecycle } = createStack();
  lifecycle.push({ name: 'storage', deadlineMs: 1000, close: () => void seen.push('ended') });
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  await lifecycle.stop();
  expect(seen).toEqual(['ended']);
});

test('OPS5: what came after a part can be ended alone, and a stop meanwhile waits for its turn', async () => {
  const { seen, lifecycle } = createStack();
  const held = Promise.withResolvers<undefined>();
  const push = (name: string, until?: Promise<undefined>) => {
    lifecycle.push({
      name,
      deadlineMs: 1000,
      close: async () => {
        await until;
        seen.push(name);
      },
    });
  };
  push('storage');
  push('admin page');
  push('chat');
  push('sockets', held.promise);
  const ended = lifecycle.stopAfter('admin page');
  const stopped = lifecycle.stop();
  await Promise.resolve();
  expect(seen).toEqual([]);
  held.resolve(undefined);
  await ended;
  expect(seen.slice(0, 2)).toEqual(['sockets', 'chat']);
  await stopped;
  expect(seen).toEqual(['sockets', 'chat', 'admin page', 'storage']);
});
