import type { UserId } from '@parley/protocol';
import type { SocketId } from '../ports/publisher.ts';

export interface Watcher {
  readonly socket: SocketId;
  readonly user: UserId;
  /** it was told something of this person that only those entitled are told: it is owed a last word when that ends */
  sees: boolean;
}

/** Which socket follows whom, both ways round. */
export function createWatchers() {
  const bySocket = new Map<SocketId, readonly UserId[]>();
  const byUser = new Map<UserId, Map<SocketId, Watcher>>();

  function forget(socket: SocketId): void {
    for (const user of bySocket.get(socket) ?? []) {
      const watching = byUser.get(user);
      watching?.delete(socket);
      if (watching?.size === 0) byUser.delete(user);
    }
    bySocket.delete(socket);
  }

  return {
    forget,
    replace(socket: SocketId, watcher: UserId, users: readonly UserId[]): void {
      forget(socket);
      if (users.length > 0) bySocket.set(socket, users);
      for (const user of users) {
        const watching = byUser.get(user) ?? new Map<SocketId, Watcher>();
        byUser.set(user, watching.set(socket, { socket, user: watcher, sees: false }));
      }
    },
    of: (user: UserId): readonly Watcher[] => [...(byUser.get(user)?.values() ?? [])],
    /** A socket is told something of a person that only those entitled are told. */
    seen(user: UserId, socket: SocketId): void {
      const watcher = byUser.get(user)?.get(socket);
      if (watcher) watcher.sees = true;
    },
  };
}
