import { foldName, type UserId } from '@parley/protocol';
import type { ActivityTally, ConversationReads } from '../ports/conversation-reads.ts';
import { compareText, type ConversationLog, type MemoryState } from './memory-storage-state.ts';
import { positionsOf } from './memory-storage-rows.ts';
import { groupPictureOf } from './memory-storage-views.ts';

type GroupReads = Pick<
  ConversationReads,
  | 'listGroupIds'
  | 'listGroups'
  | 'searchGroups'
  | 'listMembers'
  | 'findPositions'
  | 'tallyActivity'
  | 'listSharing'
>;

/** Groups and members of a memory store. */
export function createMemoryGroups(state: MemoryState): GroupReads {
  const groupsOf = (user: UserId) =>
    [...state.conversations]
      .filter(([, log]) => log.type === 'group' && log.members.has(user))
      .map(([id]) => id)
      .sort(compareText);

  const pictures = () => [...state.conversations].flatMap(([id, log]) => groupPictureOf({ id, log }) ?? []);

  return {
    listGroupIds: async (user) => groupsOf(user),
    async listGroups(user, { afterId, limit }) {
      const own = new Set(groupsOf(user));
      return pictures()
        .filter(({ log }) => own.has(log) && (afterId === undefined || compareText(log, afterId) > 0))
        .sort((one, other) => compareText(one.log, other.log))
        .slice(0, limit);
    },
    async searchGroups(user, foldedName, limit) {
      const own = new Set(groupsOf(user));
      return pictures()
        .filter(
          ({ log, discoverable, name }) =>
            (discoverable || own.has(log)) && foldName(name).includes(foldedName),
        )
        .sort(
          (one, other) =>
            compareText(foldName(one.name), foldName(other.name)) || compareText(one.log, other.log),
        )
        .slice(0, limit);
    },
    async listMembers(id, { afterUser, limit }) {
      const log = state.conversations.get(id);
      if (log?.type !== 'group') return [];
      return [...log.members]
        .map(([userId, member]) => ({ userId, ...member }))
        .filter(({ userId }) => afterUser === undefined || compareText(userId, afterUser) > 0)
        .sort((one, other) => compareText(one.userId, other.userId))
        .slice(0, limit);
    },
    async findPositions(id, users) {
      const members = state.conversations.get(id)?.members;
      return users.flatMap((userId) => {
        const member = members?.get(userId);
        return member === undefined ? [] : [{ userId, ...positionsOf(member) }];
      });
    },
    async tallyActivity(id, afterSeq, uptoSeq) {
      return tally(state.conversations.get(id), afterSeq, uptoSeq);
    },
    listSharing: async (user, others) =>
      others.filter((other) =>
        [...state.conversations.values()].some(({ members }) => members.has(user) && members.has(other)),
      ),
  };
}

function tally(log: ConversationLog | undefined, afterSeq: number, uptoSeq: number): ActivityTally[] {
  const tallies = new Map<UserId, ActivityTally>();
  for (const { by, seq, at, event } of log?.entries.slice(afterSeq, uptoSeq) ?? []) {
    const before = tallies.get(by)?.messages ?? 0;
    const messages = event.kind === 'message' ? before + 1 : before;
    tallies.set(by, { userId: by, messages, lastSeq: seq, lastAt: at });
  }
  return [...tallies.values()];
}
