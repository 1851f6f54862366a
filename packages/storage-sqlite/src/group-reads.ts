import type { ConversationId, UserId } from '@parley/protocol';
import type { ActivityTally, ConversationReads, GroupPicture, MemberPositions } from '@parley/core';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { groupColumns, groupOf, type GroupRow } from './group-row.ts';
import { createKeys } from './keys.ts';
import { roleOf } from './kinds.ts';
import { lastPlaceSql } from './row-reads.ts';

type GroupReads = Pick<
  Immediate<ConversationReads>,
  | 'listGroupIds'
  | 'listGroups'
  | 'searchGroups'
  | 'listMembers'
  | 'findPositions'
  | 'tallyActivity'
  | 'listSharing'
>;

/** Groups and their members. A deleted group has none, so it is in no list. GRP1 */
export function createGroupReads(connection: Connection): GroupReads {
  const keys = createKeys(connection);
  const statements = prepareStatements(connection);

  function pictureOf(row: ListedGroup): GroupPicture {
    const firstMembers = statements.firstMembers.all(row.key);
    return {
      log: row.log,
      ...groupOf(row),
      head: statements.last.get(row.key)?.seq ?? 0,
      memberCount: row.memberCount,
      firstMembers: firstMembers.map((member) => ({ ...member, role: roleOf(member.role) })),
    };
  }

  return {
    listGroupIds: (user) => statements.groupIds.all(keys.user(user)).map(({ log }) => log),
    listGroups: (user, { afterId, limit }) =>
      statements.groups.all(keys.user(user), afterId ?? '', limit).map(pictureOf),
    searchGroups: (user, foldedName, limit) =>
      statements.search.all(keys.user(user), foldedName, limit).map(pictureOf),
    listMembers(log, { afterUser, limit }) {
      const rows = statements.members.all(keys.log(log), afterUser ?? '', limit);
      return log.startsWith('direct:') ? [] : rows.map((row) => ({ ...row, role: roleOf(row.role) }));
    },
    findPositions(log, users) {
      const key = keys.log(log);
      return users.flatMap((user) => statements.positions.get(key, user) ?? []);
    },
    tallyActivity: (log, afterSeq, uptoSeq) => statements.tally.all(keys.log(log), afterSeq, uptoSeq),
    listSharing(user, others) {
      const key = keys.user(user);
      return others.filter((other) => statements.sharing.get(key, keys.user(other)) !== null);
    },
  };
}

type ListedGroup = GroupRow & {
  readonly log: ConversationId;
  readonly key: number;
  readonly memberCount: number;
};

interface MemberRow {
  readonly userId: UserId;
  readonly role: number;
  readonly joinedAt: number;
}

function prepareStatements({ prepare }: Connection) {
  const ownGroups = `members m indexed by members_by_user
    cross join groups g on g.log = m.log cross join logs l on l.key = g.log where m.user = ?1`;
  const listed = `l.id as log, g.log as key, g.member_count as memberCount, ${groupColumns}`;
  const memberColumns = 'id as userId, role, joined_at as joinedAt';
  const positionColumns = 'read_seq as readSeq, delivered_seq as deliveredSeq';
  return {
    groupIds: prepare<{ log: ConversationId }, [number]>(`select l.id as log from ${ownGroups}`),
    groups: prepare<ListedGroup, [number, string, number]>(
      `select ${listed} from ${ownGroups} and l.id > ?2 order by l.id limit ?3`,
    ),
    search: prepare<ListedGroup, [number, string, number]>(
      `select ${listed} from groups g cross join logs l on l.key = g.log
       where g.log in (select log from members indexed by members_by_user where user = ?1
                       union select log from groups where discoverable = 1 and deleted_seq is null)
         and instr(g.folded_name, ?2) > 0
       order by g.folded_name, l.id limit ?3`,
    ),
    firstMembers: prepare<MemberRow, [number]>(
      `select ${memberColumns} from members indexed by members_by_joining
       where log = ? order by joined_at, id limit 100`,
    ),
    members: prepare<MemberRow & MemberPositions, [number, string, number]>(
      `select ${memberColumns}, ${positionColumns} from members where log = ? and id > ? order by id limit ?`,
    ),
    positions: prepare<MemberPositions, [number, string]>(
      `select id as userId, ${positionColumns} from members where log = ? and id = ?`,
    ),
    last: prepare<{ seq: number }, [number]>(lastPlaceSql),
    // A column beside max() is taken from the row that has the maximum.
    tally: prepare<ActivityTally, [number, number, number]>(
      `select u.id as userId, t.messages as messages, t.lastSeq as lastSeq, t.lastAt as lastAt
       from (select by, sum(kind = 1) as messages, max(seq) as lastSeq, at as lastAt
             from places where log = ? and seq > ? and seq <= ? group by by) t
       cross join users u on u.key = t.by`,
    ),
    // Walks the other's conversations, not the asker's: who asks about hundreds of people is the one with many. LIM1
    sharing: prepare<unknown, [number, number]>(
      `select 1 from members theirs indexed by members_by_user
       cross join members mine indexed by members_by_user on mine.user = ?1 and mine.log = theirs.log
       where theirs.user = ?2 limit 1`,
    ),
  };
}
