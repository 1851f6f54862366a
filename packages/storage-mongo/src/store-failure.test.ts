import { describe, expect, test } from 'bun:test';
import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { isNew, readFailure, writeFailure } from './store-failure.ts';

describe('what a fault of the driver means', () => {
  test.each([
    ['no server was found', 'failed', new MongoServerSelectionError('x', {} as never)],
    ['not permitted', 'failed', new MongoServerError({ code: 13 })],
    ['the connection broke', 'unknown', new MongoNetworkError('x')],
    ['the primary stepped down', 'unknown', new MongoServerError({ code: 189 })],
    ['something else', 'unknown', new Error('x')],
  ])('SND2b: a write when %s: %s', (_when, outcome, error) => {
    expect(writeFailure(error)).toMatchObject({ name: 'StoreError', outcome });
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
