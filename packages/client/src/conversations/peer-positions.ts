import type { Conversation } from '../wire.ts';

type PeerPositions = Pick<Conversation, 'peer_read_seq' | 'peer_delivered_seq'>;

/** The further of two sets of positions. RD1 */
export function furtherPeer(one: PeerPositions, other: PeerPositions | undefined): PeerPositions {
  const read = Math.max(one.peer_read_seq ?? -1, other?.peer_read_seq ?? -1);
  const delivered = Math.max(one.peer_delivered_seq ?? -1, other?.peer_delivered_seq ?? -1, read);
  return delivered < 0 ? {} : { peer_read_seq: Math.max(read, 0), peer_delivered_seq: delivered };
}
