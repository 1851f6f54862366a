import { describe, expect, test } from 'bun:test';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { isNew, readFailure, writeFailure } from './store-failure.ts';

const quota = { code: 8000, message: 'you are over your space quota, using 513 MB of 512 MB' };

/** Atlas refuses one document of a command, of which others may have been written. */
function refusedBesides(insertedCount: number): MongoBulkWriteError {
  const refused = { ...quota, writeErrors: [{ index: insertedCount, code: 8000 }] };
  return new MongoBulkWriteError(refused as never, { insertedCount } as never);
}

function handshakeError(): MongoNetworkError {
  const error = new MongoNetworkError('x');
  error.addErrorLabel('HandshakeError');
  return error;
}

describe('what a fault of the driver means', () => {
  test.each([
    ['no server was found', 'failed', new MongoServerSelectionError('x', {} as never)],
    ['not permitted', 'failed', new MongoServerError({ code: 13 })],
    ['there is no space', 'failed', new MongoServerError(quota)],
    ['there is no space for the first', 'failed', refusedBesides(0)],
    ['there was space for one more', 'unknown', refusedBesides(1)],
    ['no connection could be made', 'failed', handshakeError()],
    ['the connection broke', 'unknown', new MongoNetworkError('x')],
    ['the primary stepped down', 'unknown', new MongoServerError({ code: 189 })],
    ['something else', 'unknown', new Error('x')],
  ])('SND2b: a write when %s: %s', (_when, outcome, error) => {
    expect(writeFailure(error)).toMatchObject({ name: 'StoreError', outcome });
  });

  test('OPS4: a database over its quota is said to be full', () => {
    for (const error of [new MongoServerError(quota), refusedBesides(1)])
      expect(writeFailure(error).message).toBe('MongoDB is full: it is over its space quota.');
  });

  test('SEC4: a read that failed says how, and not where', () => {
    const failure = readFailure(new MongoNetworkError('connect ECONNREFUSED db-7.internal:27017'));
    expect(failure).toMatchObject({
      outcome: 'failed',
      message: 'MongoDB did not answer a read (MongoNetworkError).',
    });
  });
});

describe('a key that several want at once', () => {
  const codes =
    (...left: number[]) =>
    () => {
      const code = left.shift();
      return code === undefined ? Promise.resolve() : Promise.reject(new MongoServerError({ code }));
    };

  test('SEC1: is taken by whoever was there before', async () => {
    expect(await isNew(codes(11_000))).toBe(false);
  });

  test('SEC1: is tried for again while nobody has won it, not for ever', async () => {
    expect(await isNew(codes(112, 16_908_292))).toBe(true);
    expect(await isNew(codes(16_908_292, 11_000))).toBe(false);
    const lost = new MongoServerError({ code: 112 });
    const error: unknown = await isNew(() => Promise.reject(lost)).catch((thrown: unknown) => thrown);
    expect(error).toBe(lost);
  });
});
