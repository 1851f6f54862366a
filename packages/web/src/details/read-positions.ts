import type { Positions } from '@parley/client';
import type { Member } from './use-members.ts';

export interface ReadPositions {
  readonly read: readonly Member[];
  readonly delivered: readonly Member[];
  readonly notYet: readonly Member[];
}

export interface ReadQuestion {
  readonly seq: number;
  readonly members: readonly Member[];
  /** what this device was told since; may be further than the members' pages */
  readonly positions: ReadonlyMap<string, Positions>;
  /** whoever wrote it */
  readonly author: string;
  /** UTC ms; who joined later is left out: their position started behind it. undefined: nobody is */
  readonly sentAtMs: number | undefined;
}

/** Who has come how far with one message. */
export function readPositions({
  seq,
  members,
  positions,
  author,
  sentAtMs = Infinity,
}: ReadQuestion): ReadPositions {
  const concerned = members.filter(
    ({ user, joined_at }) => user.id !== author && Date.parse(joined_at) <= sentAtMs,
  );
  const stageOf = ({ user, read_seq, delivered_seq }: Member): keyof ReadPositions => {
    const told = positions.get(user.id);
    if (Math.max(read_seq, told?.readSeq ?? 0) >= seq) return 'read';
    return Math.max(delivered_seq, told?.deliveredSeq ?? 0) >= seq ? 'delivered' : 'notYet';
  };
  const pick = (stage: keyof ReadPositions) => concerned.filter((member) => stageOf(member) === stage);
  return { read: pick('read'), delivered: pick('delivered'), notYet: pick('notYet') };
}
