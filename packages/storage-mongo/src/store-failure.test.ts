import { describe, expect, test } from 'bun:test';
import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { readFailure, writeFailure } from './store-failure.ts';

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
