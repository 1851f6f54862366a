import { sizes } from '@parley/protocol';
import { dropOldest } from '../drop-oldest.ts';
import type { Http } from '../http/http.ts';
import { createStore, type Observable } from '../observable.ts';
import type { Clock } from '../ports/clock.ts';
import type { User } from '../wire.ts';

/** Profiles met so far. */
export interface People {
  readonly state: Observable<ReadonlyMap<string, User>>;
  learn(users: readonly User[]): void;
  /** Fetches those that are not known, all of one moment in one call; and those that could not be had before. */
  want(userIds: readonly string[]): void;
  /** Fetches them even if they are known: they may have changed while nobody said so. */
  renew(userIds: readonly string[]): void;
}

const gatherMs = 20;
/** Whoever was met longest ago is forgotten beyond this number. */
const maxPeople = 5_000;

export function createPeople(http: Http, clock: Clock): People {
  const state = createStore<ReadonlyMap<string, User>>(new Map());
  const wanted = new Set<string>();
  let isScheduled = false;

  function learn(users: readonly User[]): void {
    if (users.length === 0) return;
    const next = new Map(state.getSnapshot());
    for (const user of users) {
      next.delete(user.id);
      next.set(user.id, user);
    }
    state.set(dropOldest(next, maxPeople));
  }

  async function fetchWanted(): Promise<void> {
    const ids = [...wanted];
    wanted.clear();
    for (let start = 0; start < ids.length; start += sizes.usersPerLookup) {
      const some = ids.slice(start, start + sizes.usersPerLookup);
      const answer = await http('find_users', { query: { ids: some.join(',') } });
      if (answer.ok) learn(answer.value.users);
      else if (answer.error.retry) for (const id of some) wanted.add(id);
    }
  }

  function fetchSoon(): void {
    if (isScheduled || wanted.size === 0) return;
    isScheduled = true;
    clock.after(gatherMs, () => {
      isScheduled = false;
      void fetchWanted();
    });
  }

  return {
    state,
    learn,
    want(userIds) {
      const known = state.getSnapshot();
      for (const id of userIds) if (!known.has(id)) wanted.add(id);
      fetchSoon();
    },
    renew(userIds) {
      for (const id of userIds) wanted.add(id);
      fetchSoon();
    },
  };
}
