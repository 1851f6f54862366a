import type { ChosenStatus, PresenceHint } from '../cluster/hints.ts';
import { createElsewhere } from './elsewhere.ts';
import type { Presence, PresenceStatus, UserId } from '@parley/protocol';
import type { Context } from '../context.ts';
import { roomOfSocket, type Room, type SocketId } from '../ports/publisher.ts';
import type { Reporter } from '../ports/reporter.ts';
import { wireTime } from '../views/message-view.ts';
import { createWatchers, type Watcher } from './watchers.ts';

interface Present {
  /** few, so an array: a set costs ten times as much */
  sockets: readonly SocketId[];
  chosen: ChosenStatus;
  /** when they went invisible or offline; `null` while they can be seen */
  lastSeenMs: number | null;
  cancelGrace: (() => void) | undefined;
}

/** How long somebody without a socket still counts as there, so that a reload does not flicker. */
const graceMs = 10_000;
/** People whose last time here is remembered. */
const lastSeenKept = 100_000;

/** Who is there, in memory only; watched by those who share a conversation, told when it changes. PRS1 */
export function createPresence(
  context: Pick<Context, 'storage' | 'logs' | 'publisher' | 'clock'>,
  reporter: Reporter,
  tellOthers: (users: readonly PresenceHint[]) => void,
) {
  const { clock, publisher } = context;
  const elsewhere = createElsewhere();
  const present = new Map<UserId, Present>();
  const lastSeen = new Map<UserId, number>();
  const watchers = createWatchers();

  function presenceOf(user: UserId): Presence {
    const there = present.get(user) ?? elsewhere.find(user);
    if (there !== undefined && there.chosen !== 'invisible')
      return { user_id: user, status: there.chosen, last_seen: null };
    return hidden(user, there?.lastSeenMs ?? lastSeen.get(user) ?? null);
  }

  /** Gone from one node; told when it was the last. */
  function left(user: UserId, lastSeenMs: number): void {
    if (present.has(user) || elsewhere.find(user) !== undefined) return;
    lastSeen.delete(user);
    lastSeen.set(user, lastSeenMs);
    if (lastSeen.size > lastSeenKept)
      for (const oldest of lastSeen.keys()) {
        lastSeen.delete(oldest);
        break;
      }
    announceLater(user);
  }

  function hintOf(user: UserId, { chosen, lastSeenMs }: Present): PresenceHint {
    return { user, status: chosen, lastSeenMs };
  }

  /** Those of `watching` who may see `user`: they share a conversation and are not blocked. */
  async function entitled(user: UserId, watching: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const others = watching.filter((other) => other !== user);
    const [sharing, account] = await Promise.all([
      others.length > 0 ? context.storage.conversations.listSharing(user, others) : [],
      context.logs.account(user),
    ]);
    return new Set([...sharing.filter((other) => account?.blocked.has(other) !== true), user]);
  }

  /** Tells everybody who watches `user` what they may see now. */
  async function announce(user: UserId): Promise<void> {
    const watching = watchers.of(user);
    if (watching.length === 0) return;
    const allowed = await entitled(user, [...new Set(watching.map((one) => one.user))]);
    const told = watching.filter((one) => allowed.has(one.user));
    // Who may no longer see them gets a last word; who never might hears nothing, not even when something happens.
    const last = watching.filter((one) => !allowed.has(one.user) && one.sees);
    for (const one of told) one.sees = true;
    for (const one of last) one.sees = false;
    publisher.publish(told.map(roomOfWatcher), 'presence', presenceOf(user));
    publisher.publish(last.map(roomOfWatcher), 'presence', hidden(user, null));
  }

  function announceLater(user: UserId): void {
    announce(user).catch((error: unknown) => {
      reporter.error('telling presence', error);
    });
  }

  function goOffline(user: UserId, here: Present): void {
    present.delete(user);
    const lastSeenMs = here.lastSeenMs ?? clock.nowMs();
    tellOthers([{ user, status: null, lastSeenMs }]);
    left(user, lastSeenMs);
  }

  return {
    connected(user: UserId, socket: SocketId): void {
      const here = present.get(user);
      if (here !== undefined) {
        here.cancelGrace?.();
        here.cancelGrace = undefined;
        here.sockets = [...here.sockets, socket];
        return;
      }
      const there = elsewhere.find(user);
      const fresh: Present = {
        sockets: [socket],
        chosen: there?.chosen ?? 'online',
        lastSeenMs: there?.lastSeenMs ?? null,
        cancelGrace: undefined,
      };
      present.set(user, fresh);
      tellOthers([hintOf(user, fresh)]);
      if (there === undefined) announceLater(user);
    },

    disconnected(user: UserId, socket: SocketId): void {
      watchers.forget(socket);
      const here = present.get(user);
      if (here?.sockets.includes(socket) !== true) return;
      here.sockets = here.sockets.filter((other) => other !== socket);
      if (here.sockets.length > 0) return;
      here.lastSeenMs ??= clock.nowMs();
      here.cancelGrace = clock.after(graceMs, () => {
        goOffline(user, here);
      });
    },

    choose(user: UserId, status: ChosenStatus): void {
      const here = present.get(user);
      if (here === undefined || here.chosen === status) return;
      here.chosen = status;
      here.lastSeenMs = status === 'invisible' ? clock.nowMs() : null;
      tellOthers([hintOf(user, here)]);
      announceLater(user);
    },

    /** What another node says of people at it. */
    heard(node: string, users: readonly PresenceHint[]): void {
      for (const { user, status, lastSeenMs } of users) {
        if (status === null) {
          if (elsewhere.remove(node, user)) left(user, lastSeenMs ?? clock.nowMs());
          continue;
        }
        const before = presenceOf(user).status;
        // One choice holds for all devices of a person, wherever they are.
        const here = present.get(user);
        if (here !== undefined) Object.assign(here, { chosen: status, lastSeenMs });
        elsewhere.put(node, user, { chosen: status, lastSeenMs });
        if (presenceOf(user).status !== before) announceLater(user);
      }
    },
    /** A node is gone, and so are those who were nowhere else. */
    gone(node: string): void {
      for (const user of elsewhere.removeNode(node)) left(user, clock.nowMs());
    },
    /** Everybody who is here, for a node that has just come. */
    everybody: (): readonly PresenceHint[] => [...present].map(([user, here]) => hintOf(user, here)),

    /** Replaces what a socket watches; answers what its user may see of each. */
    async watch(watcher: UserId, socket: SocketId, users: readonly UserId[]): Promise<Presence[]> {
      const distinct = [...new Set(users)];
      // Watch first, look second: nothing falls between.
      watchers.replace(socket, watcher, distinct);
      const others = distinct.filter((user) => user !== watcher);
      const sharing = new Set(
        others.length > 0 ? await context.storage.conversations.listSharing(watcher, others) : [],
      );
      return Promise.all(
        distinct.map(async (user) => {
          if (user === watcher) return presenceOf(user);
          if (!sharing.has(user)) return hidden(user, null);
          const account = await context.logs.account(user);
          if (account?.blocked.has(watcher) === true) return hidden(user, null);
          watchers.seen(user, socket);
          return presenceOf(user);
        }),
      );
    },

    announceLater,
    /** The sockets that follow a person and whom they belong to. */
    watchersOf: watchers.of,
    entitled,
    count: (): number => present.size,
  };
}

function roomOfWatcher(watcher: Watcher): Room {
  return roomOfSocket(watcher.socket);
}

function hidden(user: UserId, lastSeenMs: number | null): Presence {
  const status: PresenceStatus = 'offline';
  return { user_id: user, status, last_seen: lastSeenMs === null ? null : wireTime(lastSeenMs) };
}
