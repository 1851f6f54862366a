import { sizes } from '@parley/protocol';
import type { Connection } from '../connection.ts';
import { createStore, type Observable } from '../observable.ts';
import type { Payload, Presence as PresenceOf } from '../wire.ts';

export interface Presence {
  /** what is known of those watched, by user id */
  readonly state: Observable<ReadonlyMap<string, PresenceOf>>;
  receive(presence: PresenceOf): void;
  /** Follows these people's presence and profile, and nobody else's; at most 500, the first ones count. */
  watch(userIds: readonly string[]): void;
  /** How one wants to be seen, until said otherwise. */
  say(status: Payload<'set_presence'>['status']): void;
  /** After each connect: the server has forgotten. */
  resume(): void;
  pause(): void;
}

export function createPresence(connection: Pick<Connection, 'request'>): Presence {
  const state = createStore<ReadonlyMap<string, PresenceOf>>(new Map());
  let watched: readonly string[] = [];
  let said: Payload<'set_presence'>['status'] | undefined;
  let isOnline = false;

  async function tellWatched(): Promise<void> {
    const asked = watched;
    const answer = await connection.request('watch_presence', { user_ids: [...asked] });
    if (!answer.ok || asked !== watched) return;
    state.set(new Map(answer.value.presences.map((presence) => [presence.user_id, presence])));
  }

  return {
    state,
    receive(presence) {
      if (!watched.includes(presence.user_id)) return;
      state.set(new Map(state.getSnapshot()).set(presence.user_id, presence));
    },
    watch(userIds) {
      watched = [...new Set(userIds)].slice(0, sizes.watchedUsers);
      if (isOnline) void tellWatched();
    },
    say(status) {
      said = status;
      if (isOnline) void connection.request('set_presence', { status });
    },
    resume() {
      isOnline = true;
      if (said !== undefined) void connection.request('set_presence', { status: said });
      if (watched.length > 0) void tellWatched();
    },
    pause() {
      isOnline = false;
      // Nobody says any more; better nothing than something old.
      state.set(new Map());
    },
  };
}
