import type { Conversation } from '../wire.ts';
import type { CellState, Positions } from './cell.ts';

type PeerPositions = Pick<Conversation, 'peer_read_seq' | 'peer_delivered_seq'>;

/** The further of two sets of positions. RD1 */
export function furtherPeer(one: PeerPositions, other: PeerPositions | undefined): PeerPositions {
  const read = Math.max(one.peer_read_seq ?? -1, other?.peer_read_seq ?? -1);
  const delivered = Math.max(one.peer_delivered_seq ?? -1, other?.peer_delivered_seq ?? -1, read);
  return delivered < 0 ? {} : { peer_read_seq: Math.max(read, 0), peer_delivered_seq: delivered };
}

/** The row of a direct conversation, once its peer has come as far as this. */
export function withPeer(row: Conversation, { readSeq, deliveredSeq }: Positions): Conversation {
  return { ...row, ...furtherPeer({ peer_read_seq: readSeq, peer_delivered_seq: deliveredSeq }, row) };
}

/** One member's positions, moved on; undefined where that says nothing new. RD1 */
export function furtherPositions(
  known: Positions = { readSeq: 0, deliveredSeq: 0 },
  told: Partial<Positions>,
): Positions | undefined {
  const readSeq = Math.max(known.readSeq, told.readSeq ?? 0);
  const deliveredSeq = Math.max(known.deliveredSeq, readSeq, told.deliveredSeq ?? 0);
  const isNew = readSeq !== known.readSeq || deliveredSeq !== known.deliveredSeq;
  return isNew ? { readSeq, deliveredSeq } : undefined;
}

/** Where somebody is, as far as this device was told; undefined: it was told nothing. */
export function positionsOf(
  { summary, positions }: Pick<CellState, 'summary' | 'positions'>,
  userId: string,
): Positions | undefined {
  const told = positions.get(userId);
  const { peer_read_seq: read, peer_delivered_seq: delivered } = summary ?? {};
  if (summary?.type !== 'direct' || delivered === undefined || summary.peer?.id !== userId) return told;
  return furtherPositions(told, { readSeq: read ?? 0, deliveredSeq: delivered }) ?? told;
}
