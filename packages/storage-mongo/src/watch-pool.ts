import type { PoolFigures } from '@parley/core';
import type { MongoClient } from 'mongodb';

/** Counts the connections of a client, over all servers it knows. To be called before it connects. */
export function watchPool(
  client: MongoClient,
  { min, max }: Pick<PoolFigures, 'min' | 'max'>,
): () => PoolFigures {
  let size = 0;
  let inUse = 0;
  let waiting = 0;
  client.on('connectionCreated', () => (size += 1));
  client.on('connectionClosed', () => (size -= 1));
  client.on('connectionCheckOutStarted', () => (waiting += 1));
  client.on('connectionCheckOutFailed', () => (waiting -= 1));
  client.on('connectionCheckedOut', () => {
    waiting -= 1;
    inUse += 1;
  });
  client.on('connectionCheckedIn', () => (inUse -= 1));
  return () => ({ size, inUse, waiting, min, max });
}
