import { expect, test } from 'bun:test';
import {
  MongoCompatibilityError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { createFakeClock } from '@parley/core/testing';
import { createMongoStorage } from './mongo-storage.ts';
import { startErrorOf, StoreStartError } from './start-error.ts';

const pools = {
  maxPoolSize: 5,
  minPoolSize: 0,
  clock: createFakeClock(),
  node: 'node',
  newGeneration: () => 'new',
};

test('OPS1 SEC4: a string that is no address of a MongoDB is one sentence, without what is in it', async () => {
  for (const url of [
    'mongodb://user:sesame@[::',
    'mongodb://user:sesame@host/?nothing=known',
    'http://user:sesame@x',
  ]) {
    const error: unknown = await createMongoStorage({ url, ...pools }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreStartError);
    const { message } = error as StoreStartError;
    expect(message).toMatch(/^MONGO_URL must be a MongoDB connection string/);
    expect(message).not.toContain('sesame');
  }
});

/** What the driver throws when no server could be used, each for its reason. */
function selectionError(...causes: object[]): MongoServerSelectionError {
  const failed = causes.map((cause, host) => {
    const reason = Object.assign(new Error('host-7'), cause);
    return [`host-${String(host)}`, { error: new MongoNetworkError('host-7', { cause: reason }) }] as const;
  });
  return new MongoServerSelectionError('host-7', { servers: new Map(failed) } as never);
}

test.each([
  [
    'a wrong password',
    /user name or the password is wrong/,
    new MongoServerError({ code: 18, errmsg: 'no: sesame' }),
  ],
  [
    'a wrong password on Atlas',
    /user name or the password is wrong/,
    new MongoServerError({ code: 8000, codeName: 'AtlasError', errmsg: 'bad auth : Authentication failed.' }),
  ],
  ['no permission', /may not read and write/, new MongoServerError({ code: 13, errmsg: 'no' })],
  ['nobody there', /no server answers/, selectionError({ code: 'ECONNREFUSED', syscall: 'connect' })],
  [
    'a name that DNS does not know',
    /not known to DNS/,
    selectionError({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
  ],
  [
    'names of which one is known',
    /no server answers/,
    selectionError(
      { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
      { code: 'ECONNREFUSED', syscall: 'connect' },
    ),
  ],
  [
    'a resolver that is away',
    /DNS does not answer .*\(EAI_AGAIN\)/,
    selectionError({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
  ],
  ['a server of long ago', /too old/, new MongoCompatibilityError('reports maximum wire version 6')],
  ['something else', /could not be opened/, new Error('host-7')],
])('OPS1 DNS1: %s: the setting and the reason', (_what, sentence, error) => {
  const { message } = startErrorOf(error);
  expect(message).toMatch(/^MONGO_URL/);
  expect(message).toMatch(sentence);
  expect(message).not.toMatch(/sesame|host-7/);
});
