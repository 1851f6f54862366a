import type { ConversationEvent } from '@parley/core';
import type { Role } from '@parley/protocol';
import type { Connection } from './connection.ts';
import { roleCode } from './kinds.ts';
import type { LogHead, LogHeads } from './log-heads.ts';
import type { Stored } from './stored-entry.ts';

type Of<Kind extends ConversationEvent['kind']> = Stored<Extract<ConversationEvent, { kind: Kind }>>;

interface NewMember {
  readonly id: string;
  readonly role: Role;
  readonly joinedAt: number;
  readonly fromSeq: number;
}

/** Groups, and who is a member of what. */
export function createGroupProjections(connection: Connection, heads: LogHeads) {
  const statements = prepareStatements(connection);

  function insertMember(head: LogHead, { id, role, joinedAt, fromSeq }: NewMember): void {
    statements.insertMember.run(head.key, id, heads.userKey(id), roleCode(role), joinedAt, fromSeq, fromSeq);
  }

  return {
    /** A direct conversation's people are named by its id; nobody has read anything yet. GRP3 */
    begin({ log, head, at }: { readonly log: string; readonly head: LogHead; readonly at: number }): void {
      if (!log.startsWith('direct:')) return;
      for (const id of log.slice('direct:'.length).split(':'))
        insertMember(head, { id, role: 'member', joinedAt: at, fromSeq: 0 });
    },
    created({ head, seq, at, by, event, foldedName }: Of<'created'>): void {
      for (const { userId, role } of event.members)
        insertMember(head, { id: userId, role, joinedAt: at, fromSeq: seq });
      statements.insertGroup.run(head.key, event.name, foldedName, event.description, by, at);
      statements.count.run(head.key);
    },
    add({ head, seq, at }: Stored, { userId, role }: { readonly userId: string; readonly role: Role }): void {
      if (statements.removeMember.run(head.key, userId).changes === 0) statements.countOne.run(1, head.key);
      insertMember(head, { id: userId, role, joinedAt: at, fromSeq: seq });
    },
    remove({ head }: Stored, user: string): void {
      if (statements.removeMember.run(head.key, user).changes > 0) statements.countOne.run(-1, head.key);
    },
    changeRole({ head, by, event }: Of<'role_changed'>): void {
      // A hand-over names both sides in one entry. GRP2
      if (event.role === 'owner') statements.setRole.run(roleCode('admin'), head.key, by);
      statements.setRole.run(roleCode(event.role), head.key, event.userId);
    },
    update({ head, event, foldedName }: Of<'renamed' | 'updated'>): void {
      const { name, description, avatarUrl, discoverable } = { ...unchanged, ...event };
      if (name !== undefined) statements.setName.run(name, foldedName, head.key);
      if (description !== undefined) statements.setDescription.run(description, head.key);
      if (avatarUrl !== undefined) statements.setAvatar.run(avatarUrl, head.key);
      if (discoverable !== undefined) statements.setDiscoverable.run(discoverable ? 1 : 0, head.key);
    },
    /** GRP1: from here on nobody is a member; who was one is kept until the erasure is finished. */
    delete({ head, seq, at }: Stored): void {
      statements.keepMembers.run(head.key);
      statements.removeMembers.run(head.key);
      statements.markDeleted.run(at, seq, head.key);
    },
  };
}

const unchanged: Partial<Omit<Extract<ConversationEvent, { kind: 'updated' }>, 'kind'>> = {};

function prepareStatements(connection: Connection) {
  const { prepare } = connection;
  return {
    insertMember: prepare<unknown, [number, string, number, number, number, number, number]>(
      `insert into members (log, id, user, role, joined_at, read_seq, delivered_seq)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    removeMember: prepare<unknown, [number, string]>('delete from members where log = ? and id = ?'),
    setRole: prepare<unknown, [number, number, string]>(
      'update members set role = ? where log = ? and id = ?',
    ),
    insertGroup: prepare<unknown, [number, string, string, string, string, number]>(
      `insert into groups (log, name, folded_name, description, created_by, created_at, member_count)
       values (?, ?, ?, ?, ?, ?, 0) on conflict do nothing`,
    ),
    count: prepare<unknown, [number]>(
      'update groups set member_count = (select count(*) from members where members.log = groups.log) where log = ?',
    ),
    countOne: prepare<unknown, [number, number]>(
      'update groups set member_count = member_count + ? where log = ?',
    ),
    setName: prepare<unknown, [string, string, number]>(
      'update groups set name = ?, folded_name = ? where log = ?',
    ),
    setDescription: prepare<unknown, [string, number]>('update groups set description = ? where log = ?'),
    setAvatar: prepare<unknown, [string | null, number]>('update groups set avatar_url = ? where log = ?'),
    setDiscoverable: prepare<unknown, [number, number]>('update groups set discoverable = ? where log = ?'),
    keepMembers: prepare<unknown, [number]>(
      'insert or ignore into last_members select log, id from members where log = ?',
    ),
    removeMembers: prepare<unknown, [number]>('delete from members where log = ?'),
    markDeleted: prepare<unknown, [number, number, number]>(
      `update groups set deleted_at = ?, deleted_seq = ?, erased_seq = 0, member_count = 0
       where log = ? and deleted_seq is null`,
    ),
  };
}
