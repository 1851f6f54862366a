import { expect, test } from 'bun:test';
import type { LookupAddress } from 'node:dns';
import { createFakeClock } from '@parley/core/testing';
import { createLookup } from './lookup.ts';

type Answer = LookupAddress[] | Error | Promise<never>;

/** A resolver that says what it is told to, and a lookup that asks it. */
function start(first: Answer) {
  const clock = createFakeClock();
  const resolver = { answer: first };
  const lookup = createLookup({
    clock,
    findAddresses: async () => {
      if (resolver.answer instanceof Error) throw resolver.answer;
      return resolver.answer;
    },
  });
  const addresses = () =>
    new Promise<unknown>((resolve, reject) => {
      lookup('db.parley.test', { all: true }, (error, found) => {
        if (error === null) resolve(found);
        else reject(error);
      });
    });
  return { clock, resolver, lookup, addresses };
}

const here: LookupAddress[] = [{ address: '10.0.0.1', family: 4 }];
const there: LookupAddress[] = [
  { address: '10.0.0.2', family: 4 },
  { address: '::2', family: 6 },
];
const down = Object.assign(new Error('down'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
const silent = new Promise<never>(() => undefined);

test('DNS1 F4: a resolver that fails leaves a host where it was last', async () => {
  const { resolver, addresses } = start(here);
  await addresses();
  resolver.answer = there;
  expect(await addresses()).toEqual(there);
  resolver.answer = down;
  expect(await addresses()).toEqual(there);
});

test('DNS1 F4: a resolver that is silent leaves a host where it was last, in time for the connection', async () => {
  const { clock, resolver, addresses } = start(here);
  await addresses();
  resolver.answer = silent;
  const found = addresses();
  clock.advance(2_000);
  expect(await found).toEqual(here);
});

test('DNS1: the resolver says where a host is now, and no timer is left behind', async () => {
  const { clock, resolver, addresses } = start(here);
  await addresses();
  resolver.answer = there;
  expect(await addresses()).toEqual(there);
  expect(clock.pending()).toBe(0);
});

test('DNS1: a host that was never known fails as the resolver says', async () => {
  const { addresses } = start(down);
  expect(await addresses().catch((error: unknown) => error)).toBe(down);
});

test('DNS1: whoever wants one address gets the first', async () => {
  const { lookup } = start(there);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  lookup('db.parley.test', {}, (...answer) => {
    resolve(answer);
  });
  expect(await promise).toEqual([null, '10.0.0.2', 4]);
});
