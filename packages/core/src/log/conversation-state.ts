import {
  parseConversationId,
  type ConversationId,
  type ConversationType,
  type Role,
  type UserId,
} from '@parley/protocol';
import { affectsJudging, type ConversationEvent } from './entry.ts';
import type { ConversationPicture, GroupRecord } from '../ports/conversation-reads.ts';
import { roomOfGroup, roomOfUser, type Room } from '../ports/publisher.ts';

export interface MemberState {
  readonly role: Role;
  readonly joinedAt: number;
}

/**
 * What later entries of a conversation are judged by: kept in memory while the conversation is in use, made from the
 * store's picture and then from each committed entry. Only `applyEntry` changes it.
 */
export interface ConversationState {
  readonly log: ConversationId;
  readonly type: ConversationType;
  head: number;
  lastJudgingSeq: number;
  /** an entry that affects judging is of a later version's kind: nothing is judged here any more. CLU1b */
  needsNewer: boolean;
  /** in joining order */
  readonly members: Map<UserId, MemberState>;
  /** the rooms that hear what happens here: a group's own, or the two people's */
  readonly audience: readonly Room[];
  /** `null` for direct conversations, and for a group that was never made */
  group: GroupRecord | null;
}

/** The state of a log, from its picture or, while it is empty, from its name alone; `undefined`: such a log cannot be. */
export function conversationStateOf(
  log: ConversationId,
  picture: ConversationPicture | undefined,
): ConversationState | undefined {
  if (picture !== undefined) {
    const members = [...picture.members].sort((one, other) => one.joinedAt - other.joinedAt);
    return {
      log,
      type: picture.type,
      head: picture.head,
      lastJudgingSeq: picture.lastJudgingSeq,
      needsNewer: picture.needsNewer === true,
      members: new Map(members.map(({ userId, role, joinedAt }) => [userId, { role, joinedAt }])),
      audience:
        picture.type === 'group' ? [roomOfGroup(log)] : members.map(({ userId }) => roomOfUser(userId)),
      group: picture.group,
    };
  }
  const address = parseConversationId(log);
  if (address === undefined) return undefined;
  const people = address.type === 'direct' ? [...new Set(address.users)] : [];
  return {
    log,
    type: address.type,
    head: 0,
    lastJudgingSeq: 0,
    needsNewer: false,
    members: new Map(people.map((userId) => [userId, { role: 'member', joinedAt: 0 }])),
    audience: address.type === 'group' ? [roomOfGroup(log)] : people.map(roomOfUser),
    group: null,
  };
}

/** A member of a live conversation. What fails this answers as if the conversation did not exist. GRP1 */
export function isMember(state: ConversationState, user: UserId): boolean {
  return state.members.has(user) && state.group?.deleted !== true;
}

/** Takes one committed entry into the state; entries come in `seq` order, each once. */
export function applyEntry(
  state: ConversationState,
  entry: {
    readonly seq: number;
    readonly at: number;
    readonly by: UserId;
    readonly event: ConversationEvent;
  },
): void {
  const { event } = entry;
  if (state.head === 0 && state.type === 'direct') startDirect(state, entry.at);
  state.head = entry.seq;
  if (affectsJudging(event)) state.lastJudgingSeq = entry.seq;
  switch (event.kind) {
    case 'created':
      state.group = {
        name: event.name,
        description: event.description,
        avatarUrl: null,
        discoverable: false,
        createdBy: entry.by,
        createdAt: entry.at,
        deleted: false,
      };
      for (const { userId, role } of event.members) state.members.set(userId, { role, joinedAt: entry.at });
      return;
    case 'member_added':
      state.members.set(event.userId, { role: event.role, joinedAt: entry.at });
      return;
    case 'member_removed':
      state.members.delete(event.userId);
      return;
    case 'role_changed':
      // A hand-over names both sides in one entry: the old owner stays as admin. GRP2
      if (event.role === 'owner') setRole(state, entry.by, 'admin');
      setRole(state, event.userId, event.role);
      return;
    case 'renamed':
    case 'updated':
      state.group = updatedGroup(state.group, event);
      return;
    case 'deleted':
      if (state.group !== null) state.group = { ...state.group, deleted: true };
      return;
    case 'foreign':
      if (event.judging) state.needsNewer = true;
      return;
    case 'message':
    case 'edit':
    case 'delete':
    case 'reaction':
      return;
  }
}

function startDirect(state: ConversationState, at: number): void {
  for (const [user, member] of state.members) state.members.set(user, { ...member, joinedAt: at });
}

function setRole(state: ConversationState, user: UserId, role: Role): void {
  const member = state.members.get(user);
  if (member !== undefined) state.members.set(user, { ...member, role });
}

function updatedGroup(
  group: GroupRecord | null,
  change: Partial<Pick<GroupRecord, 'name' | 'description' | 'avatarUrl' | 'discoverable'>>,
): GroupRecord | null {
  if (group === null) return null;
  return {
    ...group,
    name: change.name ?? group.name,
    description: change.description ?? group.description,
    avatarUrl: change.avatarUrl === undefined ? group.avatarUrl : change.avatarUrl,
    discoverable: change.discoverable ?? group.discoverable,
  };
}
