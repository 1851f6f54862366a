import type { PositionUpdate } from '@parley/core';
import type { Collections } from './collections.ts';
import { keyOf } from './documents.ts';

/** RD1: positions only grow, and read implies delivered. */
export async function movePositions(
  { positions }: Pick<Collections, 'positions'>,
  updates: readonly PositionUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const moves = updates.map(({ log, userId, readSeq, deliveredSeq }) => ({
    updateOne: {
      filter: { _id: keyOf(log, userId) },
      update: {
        $max: { read: readSeq, delivered: Math.max(readSeq, deliveredSeq) },
        $setOnInsert: { log, user: userId },
      },
      upsert: true,
    },
  }));
  await positions.bulkWrite(moves, { ordered: false });
}
