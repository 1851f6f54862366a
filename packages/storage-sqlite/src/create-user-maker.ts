import { foldName } from '@parley/protocol';
import type { AccountStore, NewUser } from '@parley/core';
import type { WorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

type Answer = Awaited<ReturnType<AccountStore['createUser']>>;

interface Waiting {
  readonly user: NewUser;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps one transaction short. */
const maxAtOnce = 200;

/**
 * Makes one account at once; those that come meanwhile are made together after it, with one sync for all: a host
 * application's people all come at once. When their transaction fails, each hears of it. SND1
 */
export function createUserMaker(writer: Pick<WorkerLink<Writer>, 'call'>): AccountStore['createUser'] {
  const waiting: Waiting[] = [];
  let isBusy = false;

  async function make(people: readonly Waiting[]): Promise<void> {
    try {
      const answers = await writer.call(
        'createUsers',
        people.map(({ user }) => [user, foldName(user.profile.displayName)] as const),
      );
      for (const [index, { resolve, reject }] of people.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('the writer answers each account'));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of people) reject(error);
    }
  }

  async function makeAll(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) await make(waiting.splice(0, maxAtOnce));
    isBusy = false;
  }

  return (user) =>
    new Promise((resolve, reject) => {
      waiting.push({ user, resolve, reject });
      if (!isBusy) void makeAll();
    });
}
