import {
  accept,
  conversationId,
  foldName,
  limits,
  type AnswerBody,
  type Group,
  type GroupId,
  type Result,
  type RouteQuery,
  userId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { groupForMember } from '../policy/access.ts';
import { conversationOfGroup } from '../policy/address.ts';
import { groupView } from '../views/group-view.ts';
import { userView } from '../views/entry-view.ts';
import { wireTime } from '../views/message-view.ts';
import { createActivityTallies } from './activity-tallies.ts';
import { readIdCursor, writeCursor } from '../views/cursor.ts';

/** Reading groups: one's own, those to be found, their members and what these do. */
export function createReadGroups(context: Context) {
  const { conversations, accounts } = context.storage;
  const tallies = createActivityTallies(conversations);

  /** One page of members, with whoever asks being one of them. */
  async function memberPage(
    caller: Caller,
    group: GroupId,
    query: { cursor?: string | undefined; limit: number },
  ) {
    const log = conversationOfGroup(group);
    const allowed = await groupForMember(context, caller.userId, log);
    if (!allowed.ok) return allowed;
    const after = query.cursor === undefined ? undefined : readIdCursor(query.cursor, userId);
    if (after?.ok === false) return after;
    const rows = await conversations.listMembers(log, {
      limit: query.limit + 1,
      ...(after === undefined ? {} : { afterUser: after.value }),
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return accept({
      log,
      state: allowed.value,
      page,
      next_cursor: rows.length > query.limit && last ? writeCursor([last.userId]) : null,
    });
  }

  return {
    async listGroups(
      caller: Caller,
      query: RouteQuery<'list_groups'>,
    ): Promise<Result<AnswerBody<'list_groups'>>> {
      const after = query.cursor === undefined ? undefined : readIdCursor(query.cursor, conversationId);
      if (after?.ok === false) return after;
      const rows = await conversations.listGroups(caller.userId, {
        limit: query.limit + 1,
        ...(after === undefined ? {} : { afterId: after.value }),
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return accept({
        groups: page.map(groupView),
        next_cursor: rows.length > query.limit && last ? writeCursor([last.log]) : null,
      });
    },

    async searchGroups(caller: Caller, name: string): Promise<Result<{ groups: Group[] }>> {
      const folded = foldName(name);
      const groups = await conversations.searchGroups(caller.userId, folded, limits.page);
      return accept({ groups: groups.map(groupView) });
    },

    async listMembers(
      caller: Caller,
      group: GroupId,
      query: RouteQuery<'list_members'>,
    ): Promise<Result<AnswerBody<'list_members'>>> {
      const found = await memberPage(caller, group, query);
      if (!found.ok) return found;
      const { page, log, next_cursor } = found.value;
      const users = await accounts.findUsers(page.map(({ userId }) => userId));
      const byId = new Map(users.map((user) => [user.id, user]));
      const members = page.flatMap((row) => {
        const user = byId.get(row.userId);
        const live = context.positions.peek(log, row.userId);
        const delivered_seq = Math.max(row.deliveredSeq, live?.deliveredSeq ?? 0);
        return user === undefined
          ? []
          : [
              {
                user: userView(user),
                role: row.role,
                joined_at: wireTime(row.joinedAt),
                read_seq: row.readSeq,
                delivered_seq,
              },
            ];
      });
      return accept({ members, next_cursor });
    },

    async listActivity(
      caller: Caller,
      group: GroupId,
      query: RouteQuery<'list_activity'>,
    ): Promise<Result<AnswerBody<'list_activity'>>> {
      const found = await memberPage(caller, group, query);
      if (!found.ok) return found;
      const { page, log, state, next_cursor } = found.value;
      const tally = await tallies.upTo(log, state.head);
      const members = page.map((row) => {
        const own = tally.get(row.userId);
        return {
          user_id: row.userId,
          role: row.role,
          joined_at: wireTime(row.joinedAt),
          last_active_at: own ? wireTime(own.lastAt) : null,
          message_count: own?.messages ?? 0,
          read_seq: row.readSeq,
        };
      });
      return accept({ members, next_cursor });
    },
  };
}
