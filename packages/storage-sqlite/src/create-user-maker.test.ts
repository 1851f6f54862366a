import { expect, test } from 'bun:test';
import { StoreError, type NewUser } from '@parley/core';
import { userId } from '@parley/protocol';
import { createUserMaker } from './create-user-maker.ts';

type Call = Parameters<typeof createUserMaker>[0]['call'];

function newUser(name: string): NewUser {
  const profile = {
    id: userId.parse(name),
    username: null,
    displayName: name,
    avatarUrl: null,
    createdAt: 0,
  };
  return { profile, passwordHash: null };
}

/** A writer that answers when told to, and shows whom it was asked to make. */
function createSlowWriter() {
  const calls: { ids: string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const call = (_name: string, users: readonly (readonly [NewUser, string])[]) =>
    new Promise((resolve, reject) => {
      calls.push({
        ids: users.map(([{ profile }]) => profile.id),
        answer: () => {
          resolve(users.map(([{ profile }]) => (profile.id === 'taken' ? 'taken' : { created: profile })));
        },
        fail: reject,
      });
    });
  // Of the writer's methods this one alone is called here.
  return { calls, createUser: createUserMaker({ call: call as unknown as Call }) };
}

const idOf = (answer: Awaited<ReturnType<ReturnType<typeof createUserMaker>>>): string =>
  answer === 'taken' ? answer : answer.created.id;

/** Lets everything that is settled go on. */
const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

test('SND1: the first account is made at once, those that come meanwhile together, each with its own answer', async () => {
  const { calls, createUser } = createSlowWriter();
  const first = createUser(newUser('ann'));
  const others = ['bob', 'taken', 'eve'].map((name) => createUser(newUser(name)));
  expect(calls.map(({ ids }) => ids)).toEqual([['ann']]);
  calls[0]?.answer();
  expect(idOf(await first)).toBe('ann');
  await settled();
  expect(calls.map(({ ids }) => ids)).toEqual([['ann'], ['bob', 'taken', 'eve']]);
  calls[1]?.answer();
  expect((await Promise.all(others)).map(idOf)).toEqual(['bob', 'taken', 'eve']);
  void createUser(newUser('zoe'));
  expect(calls[2]?.ids).toEqual(['zoe']);
});

test('SND2b: when their transaction fails all hear of it, and the next ones are made', async () => {
  const { calls, createUser } = createSlowWriter();
  const lost = createUser(newUser('ann'));
  const next = createUser(newUser('bob'));
  calls[0]?.fail(new StoreError('unknown', 'gone'));
  expect(await lost.catch((error: unknown) => error)).toMatchObject({ outcome: 'unknown' });
  await settled();
  calls[1]?.answer();
  expect(idOf(await next)).toBe('bob');
});

test('PIP4: no more than two hundred are made in one transaction', async () => {
  const { calls, createUser } = createSlowWriter();
  const made = Array.from({ length: 202 }, (_, n) => createUser(newUser(`user-${String(n)}`)));
  for (let n = 0; n < 3; n += 1) {
    calls[n]?.answer();
    await made[[0, 200, 201][n] ?? 0];
    await settled();
  }
  expect(calls.map(({ ids }) => ids.length)).toEqual([1, 200, 1]);
});
