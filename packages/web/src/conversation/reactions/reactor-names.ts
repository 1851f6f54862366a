import type { Reaction, User } from '@parley/client';
import { texts } from '../../texts/texts.ts';

/** Names said of one reaction; the rest is a number. */
const mostNamed = 8;

/** Who reacted, oneself first: `You, Grace and 3 others`. */
export function reactorNames(
  { user_ids: ids, count }: Pick<Reaction, 'user_ids' | 'count'>,
  people: ReadonlyMap<string, Pick<User, 'display_name'>>,
  ownId: string,
): string {
  const named = ids
    .toSorted((one, other) => Number(other === ownId) - Number(one === ownId))
    .slice(0, mostNamed);
  const names = named.map((id) =>
    id === ownId ? texts.app.you : (people.get(id)?.display_name ?? texts.app.somebody),
  );
  return texts.conversation.reactors(names, count - names.length);
}

/** Whose names are to be fetched. */
export function reactorsToName({ user_ids: ids }: Pick<Reaction, 'user_ids'>): readonly string[] {
  return ids.slice(0, mostNamed + 1);
}
