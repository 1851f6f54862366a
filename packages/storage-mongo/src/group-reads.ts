import type { ConversationId } from '@parley/protocol';
import type { ActivityTally, ConversationReads, GroupPicture } from '@parley/core';
import type { ConversationDocument } from './documents.ts';
import { lastOf, type ReadDeps } from './entry-reads.ts';
import { inLog } from './entry-key.ts';
import { compareIds, groupPictureOf } from './group-document.ts';
import { positionsOf } from './positions.ts';

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

const ofGroups = { group: { $ne: null } } as const;

/** Groups and members. */
export function createGroupReads({ collections, pending }: ReadDeps): GroupReads {
  const { conversations, entries } = collections;

  /** The conversation with everything stored before in it. */
  async function find(log: ConversationId): Promise<ConversationDocument | null> {
    await pending.settle(log);
    return conversations.findOne({ _id: log });
  }

  async function picturesOf(found: readonly ConversationDocument[]): Promise<readonly GroupPicture[]> {
    const pictures = found.map(async (one) =>
      groupPictureOf(one, (await lastOf(collections, one._id))?.seq ?? one.seq),
    );
    return (await Promise.all(pictures)).filter((picture) => picture !== undefined);
  }

  return {
    async listGroupIds(user) {
      await pending.settleAll();
      const found = conversations.find({ 'members.id': user, ...ofGroups }, { projection: { _id: 1 } });
      return (await found.sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    },
    async listGroups(user, { afterId, limit }) {
      await pending.settleAll();
      const after = afterId === undefined ? {} : { _id: { $gt: afterId } };
      const filter = { 'members.id': user, ...ofGroups, ...after };
      return picturesOf(await conversations.find(filter).sort({ _id: 1 }).limit(limit).toArray());
    },
    async searchGroups(user, foldedName, limit) {
      await pending.settleAll();
      const named = { 'group.foldedName': { $regex: literal(foldedName) } };
      const mayFind = { $or: [{ 'group.discoverable': true }, { 'members.id': user, ...ofGroups }] };
      const found = conversations.find({ ...named, ...mayFind }).sort({ 'group.foldedName': 1, _id: 1 });
      return picturesOf(await found.limit(limit).toArray());
    },
    async listMembers(log, { afterUser, limit }) {
      const conversation = await find(log);
      const isGroup = (conversation?.group ?? null) !== null;
      const members = (isGroup ? (conversation?.members ?? []) : [])
        .filter(({ id }) => afterUser === undefined || id > afterUser)
        .sort(compareIds)
        .slice(0, limit);
      const positions = await positionsOf(collections, log, members);
      return members.flatMap(({ role, joinedAt }, index) => {
        const position = positions[index];
        return position === undefined ? [] : [{ ...position, role, joinedAt }];
      });
    },
    async findPositions(log, users) {
      const members = new Map((await find(log))?.members.map((member) => [member.id, member]));
      const asked = users.flatMap((user) => members.get(user) ?? []);
      return positionsOf(collections, log, asked);
    },
    async tallyActivity(log, afterSeq, uptoSeq) {
      const tallies = entries.aggregate<
        Omit<ActivityTally, 'userId'> & { readonly _id: ActivityTally['userId'] }
      >([
        { $match: inLog(log, { afterSeq, uptoSeq }) },
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: '$by',
            messages: { $sum: { $cond: [{ $eq: ['$kind', 'message'] }, 1, 0] } },
            lastSeq: { $last: '$seq' },
            lastAt: { $last: '$at' },
          },
        },
      ]);
      return (await tallies.toArray()).map(({ _id, messages, lastSeq, lastAt }) => ({
        userId: _id,
        messages,
        lastSeq,
        lastAt,
      }));
    },
    async listSharing(user, others) {
      await pending.settleAll();
      const filter = { $and: [{ 'members.id': user }, { 'members.id': { $in: others } }] };
      const shared = conversations.aggregate<{ readonly _id: ConversationDocument['members'][number]['id'] }>(
        [
          { $match: filter },
          { $project: { members: '$members.id' } },
          { $unwind: '$members' },
          { $match: { members: { $in: others } } },
          { $group: { _id: '$members' } },
        ],
      );
      return (await shared.toArray()).map(({ _id }) => _id);
    },
  };
}

/** The text itself as a pattern. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
