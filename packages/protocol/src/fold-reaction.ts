import { sizes } from './limits.ts';

interface ReactionOf<User extends string> {
  emoji: string;
  count: number;
  user_ids: User[];
}

/** What an entry of kind `reaction` says: its `by` is `user`. */
export interface ReactionChange<User extends string> {
  readonly user: User;
  readonly emoji: string;
  readonly on: boolean;
}

/**
 * The reactions of a message after one more entry of kind `reaction`: emoji by first use, people by coming. Stores and
 * clients all make them by this, so what was heard live equals what is read. RCT1. The same array where it changes nothing.
 */
export function foldReaction<User extends string>(
  reactions: readonly ReactionOf<User>[],
  { user, emoji, on }: ReactionChange<User>,
): readonly ReactionOf<User>[] {
  const present = reactions.find((one) => one.emoji === emoji);
  if (present === undefined) return on ? [...reactions, { emoji, count: 1, user_ids: [user] }] : reactions;
  const { count, user_ids: users } = present;
  const isListed = users.includes(user);
  // A log holds changes only: of those beyond the list, who comes was not there, and who goes was.
  if (on ? isListed : !isListed && users.length === count) return reactions;
  const changed = on
    ? { emoji, count: count + 1, user_ids: users.length < sizes.reactionUsers ? [...users, user] : users }
    : { emoji, count: count - 1, user_ids: users.filter((one) => one !== user) };
  return reactions.flatMap((one) => (one !== present ? [one] : changed.count > 0 ? [changed] : []));
}
