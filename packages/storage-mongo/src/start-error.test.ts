import { expect, test } from 'bun:test';
import { MongoCompatibilityError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { createMongoStorage } from './mongo-storage.ts';
import { startErrorOf, StoreStartError } from './start-error.ts';

const pools = { maxPoolSize: 5, minPoolSize: 0, newGeneration: () => 'new' };

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

test.each([
  [
    'a wrong password',
    /user name or the password is wrong/,
    new MongoServerError({ code: 18, errmsg: 'no: sesame' }),
  ],
  ['no permission', /may not read and write/, new MongoServerError({ code: 13, errmsg: 'no' })],
  ['nobody there', /no server answers/, new MongoServerSelectionError('host-7', {} as never)],
  ['a server of long ago', /too old/, new MongoCompatibilityError('reports maximum wire version 6')],
  [
    'an unknown name',
    /name in it is not known/,
    Object.assign(new Error('ENOTFOUND'), { syscall: 'querySrv' }),
  ],
  ['something else', /could not be opened/, new Error('host-7')],
])('OPS1: %s: the setting and the reason', (_what, sentence, error) => {
  const { message } = startErrorOf(error);
  expect(message).toMatch(/^MONGO_URL/);
  expect(message).toMatch(sentence);
  expect(message).not.toMatch(/sesame|host-7/);
});
