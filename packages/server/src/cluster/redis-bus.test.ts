import { expect, test } from 'bun:test';
import { systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createRedisBus } from './redis-bus.ts';

/** A log whose lines are kept, each as JSON. */
function keepLines(heard: (line: string) => void): Log {
  const keep = (...parts: unknown[]) => {
    heard(JSON.stringify(parts));
  };
  // The bus warns, and nothing else.
  return { warn: keep } as unknown as Log;
}

test('CLU1 SEC4: a Redis that is not there is said, without its host or password, and holds up nothing', async () => {
  const said = Promise.withResolvers<string>();
  const url = 'redis://user:hunter2@127.0.0.1:1';
  const log = keepLines(said.resolve);
  const bus = createRedisBus({ url, node: 'one', store: 'store', clock: systemClock, log });
  bus.listen({ heard: () => undefined, up: () => undefined, down: () => undefined });
  bus.say('lost');
  const line = await said.promise;
  expect(line).toContain('REDIS_URL');
  expect(line).not.toMatch(/hunter2|127\.0\.0\.1/);
  expect(bus.isUp()).toBe(false);
  await bus.close();
});

const url = process.env['TEST_REDIS_URL'];
if (url === undefined) test.skip('the bus over Redis: set TEST_REDIS_URL', () => undefined);
else
  test('CLU1: nodes of one store hear each other, each knows that it is heard, and another store hears nothing', async () => {
    const store = crypto.randomUUID();
    const log = keepLines(() => undefined);
    const open = (node: string, of: string) =>
      createRedisBus({ url, node, store: of, clock: systemClock, log });
    const buses = [open('one', store), open('two', store), open('three', crypto.randomUUID())] as const;
    const heard: string[][] = [[], [], []];
    const isHeard = Promise.withResolvers<null>();
    const up = buses.map((bus, index) => {
      const { promise, resolve } = Promise.withResolvers<null>();
      bus.listen({
        heard: (text) => {
          heard[index]?.push(text);
          if (text === '{"from":"one","n":1}') isHeard.resolve(null);
        },
        up: () => {
          resolve(null);
        },
        down: () => undefined,
      });
      return promise;
    });
    // What is said before the connection stands is lost; a node that hears itself has one.
    const stop = systemClock.every(20, () => {
      for (const bus of buses) bus.say(`{"from":"${bus.node}","n":0}`);
    });
    await Promise.all(up);
    stop();
    buses[0].say('{"from":"one","n":1}');
    buses[2].say('{"from":"three","n":1}');
    await isHeard.promise;
    expect(heard[1]?.some((text) => text.includes('three'))).toBe(false);
    expect(heard[0]?.some((text) => text.includes('"one"'))).toBe(false);
    expect(heard[2]).toEqual([]);
    expect(buses.map((bus) => bus.isUp())).toEqual([true, true, true]);
    await Promise.all(buses.map((bus) => bus.close()));
  });
