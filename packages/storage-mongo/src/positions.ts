import type { ConversationId, UserId } from '@parley/protocol';
import type { MemberPositions } from '@parley/core';
import type { Collections } from './collections.ts';
import { keyOf, type MemberPart, type PositionDocument } from './documents.ts';

/** How far members have read: what they said themselves, and nothing before they came. RD1 */
export async function positionsOf(
  { positions }: Pick<Collections, 'positions'>,
  log: ConversationId,
  members: readonly MemberPart[],
): Promise<readonly MemberPositions[]> {
  const keys = members.map(({ id }) => keyOf(log, id));
  const found = await positions.find({ _id: { $in: keys } }).toArray();
  const byUser = new Map(found.map((one) => [one.user, one]));
  return members.map((member) => positionOf(member, byUser.get(member.id)));
}

export function positionOf(
  { id, joinedSeq }: { readonly id: UserId; readonly joinedSeq: number },
  said: PositionDocument | undefined,
): MemberPositions {
  const readSeq = Math.max(joinedSeq, said?.read ?? 0);
  return { userId: id, readSeq, deliveredSeq: Math.max(readSeq, said?.delivered ?? 0) };
}
