import type { UserId } from '@parley/protocol';
import { mediaIdOf, type MediaRecord } from '../log/media.ts';
import type { MediaStore } from '../ports/media-store.ts';
import { compareText, obtain, type MemoryState } from './memory-storage-state.ts';

/** What is known of uploads, in plain code. @param node of several that share the store; `undefined`: there is one */
export function createMemoryMedia(state: MemoryState, node: string | undefined): MediaStore {
  const { media, claims, condemned } = state;

  const isCarried = (id: string): boolean => carriers(id).length > 0;
  const carriers = (id: string) =>
    [...state.conversations].filter(([, log]) =>
      [...log.texts.values()].some((text) => text.media?.id === id),
    );
  function isAvatar(id: string): boolean {
    const groups = [...state.conversations.values()].flatMap(({ group }) =>
      group === null || group.deleted ? [] : [group],
    );
    const shown = [...groups, ...[...state.accounts.values()].map(({ user }) => user)];
    return shown.some(({ avatarUrl }) => avatarUrl !== null && mediaIdOf(avatarUrl) === id);
  }
  const sorted = (): readonly MediaRecord[] =>
    [...media.values()].sort((one, other) => compareText(one.media.id, other.media.id));
  const ofOwner = (owner: UserId) => [...media.values()].filter((record) => record.owner === owner);
  function condemn(sha256: string, at: number): boolean {
    if (condemned.has(sha256)) return false;
    if ([...media.values()].some((record) => record.sha256 === sha256)) return false;
    condemned.set(sha256, at);
    return true;
  }

  return {
    async create(record) {
      if (condemned.has(record.sha256)) return false;
      const { createdAt, claimedAt } = record;
      const present = media.get(record.media.id) ?? structuredClone(record);
      const isClaimed = present.claimedAt !== present.createdAt;
      media.set(record.media.id, isClaimed ? present : { ...present, createdAt, claimedAt });
      return true;
    },
    find: async (id) => structuredClone(media.get(id)),
    async revise(id, changed) {
      const record = media.get(id);
      if (record !== undefined) media.set(id, { ...record, media: structuredClone(changed) });
    },
    async claim(id, at) {
      const record = media.get(id);
      if (record === undefined) return undefined;
      const claimed = { ...record, claimedAt: Math.max(record.claimedAt, at) };
      media.set(id, claimed);
      if (node !== undefined)
        obtain(claims, id, () => new Map<string, number>()).set(node, claimed.claimedAt);
      return structuredClone(claimed);
    },
    usage: async (owner) => ({
      bytes: ofOwner(owner).reduce((sum, record) => sum + record.media.size, 0),
      files: ofOwner(owner).length,
    }),
    findConversations: async (reader, id) =>
      carriers(id)
        .filter(([, log]) => log.members.has(reader))
        .map(([log]) => log)
        .slice(0, 20),
    isAvatar: async (id) => isAvatar(id),
    listUnused: async ({ claimedBefore, afterId }, limit) =>
      sorted()
        .filter(({ media: { id }, claimedAt }) => claimedAt < claimedBefore && compareText(id, afterId) > 0)
        .filter(({ media: { id } }) => !isCarried(id) && !isAvatar(id))
        .slice(0, limit)
        .map((record) => structuredClone(record)),
    async remove(id, claimedUpto, at) {
      const record = media.get(id);
      if (record === undefined) return 'gone';
      if (record.claimedAt > claimedUpto || claims.has(id)) return 'claimed';
      if (isCarried(id) || isAvatar(id)) return 'used';
      media.delete(id);
      return condemn(record.sha256, at) ? 'condemned' : 'gone';
    },
    condemn: async (sha256, at) => condemn(sha256, at),
    async forget(sha256) {
      condemned.delete(sha256);
    },
    listCondemned: async (before) => [...condemned].filter(([, at]) => at < before).map(([sha256]) => sha256),
    async takeOver(sha256, before, at) {
      if ((condemned.get(sha256) ?? Infinity) >= before) return false;
      condemned.set(sha256, at);
      return true;
    },
    list: async (afterId, limit) =>
      sorted()
        .filter(({ media: { id } }) => compareText(id, afterId) > 0)
        .slice(0, limit)
        .map((record) => structuredClone(record)),
    async put(records) {
      for (const record of records) media.set(record.media.id, structuredClone(record));
    },
  };
}
