import type { Client } from '@parley/client';

export interface PresenceWatch {
  /** Follows these too, until the returned function is called. */
  add(userIds: readonly string[]): () => void;
}

/** The server watches one set of people per socket: this is who is in it. Those on screen come first. */
export function createPresenceWatch(client: Pick<Client, 'conversations' | 'presence'>): PresenceWatch {
  const groups = new Set<readonly string[]>();
  let watched = '';

  function update(): void {
    const peers = client.conversations.getSnapshot().flatMap(({ peer }) => peer?.id ?? []);
    const ids = [...new Set([...[...groups].flat(), ...peers])];
    // A new message changes the order of conversations, not who they are with.
    const key = ids.toSorted().join(' ');
    if (key === watched) return;
    watched = key;
    client.presence.watch(ids);
  }

  client.conversations.subscribe(update);
  return {
    add(userIds) {
      const group = [...userIds];
      groups.add(group);
      update();
      return () => {
        groups.delete(group);
        update();
      };
    },
  };
}
