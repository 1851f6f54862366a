import type {
  Ack,
  AnswerBody,
  Conversation,
  ConversationId,
  Group,
  GroupId,
  Me,
  Message,
  MessageId,
  OutgoingMessage,
  Payload,
  Result,
  RouteBody,
  RouteName,
  RouteQuery,
  SendAnswer,
  SessionId,
  User,
  UserId,
} from '@parley/protocol';
import type { MediaRecord } from './log/media.ts';
import type { ClusterFigures } from './cluster/cluster.ts';
import type { SocketId } from './ports/publisher.ts';

/** Who calls, and over which device. */
export interface Caller {
  readonly userId: UserId;
  /** `null` for a host application's JWT */
  readonly sessionId: SessionId | null;
  /** the socket the call came over; absent for HTTP */
  readonly socketId?: SocketId;
  /**
   * Socket calls with an ack: sends `{ok: true, …}` now. Use cases that append an entry call it in log order, right
   * before the entry's event goes to everybody else, so that this device learns of it in order too (SEQ2); the same
   * answer is returned as well, and the caller must not ack twice. Absent: the device gets the event like all others.
   */
  readonly acknowledge?: (ack: object) => void;
}

type Reply<Name extends RouteName> = Promise<Result<AnswerBody<Name>>>;

/**
 * Everything the chat does, as use cases: input has been parsed by the schemas of `@parley/protocol`, answers are in
 * wire shape, expected refusals are returned. Thrown: bugs, and `StoreError` from reads (the edge answers `unavailable`).
 */
export interface Chat {
  sendMessage(caller: Caller, body: OutgoingMessage): Promise<Result<SendAnswer>>;
  editMessage(caller: Caller, body: Payload<'edit_message'>): Promise<Result<Ack<'edit_message'>>>;
  deleteMessage(caller: Caller, body: Payload<'delete_message'>): Promise<Result<Ack<'delete_message'>>>;
  react(caller: Caller, body: Payload<'react'>): Promise<Result<Ack<'react'>>>;
  markRead(caller: Caller, body: Payload<'mark_read'>): Promise<Result<Ack<'mark_read'>>>;
  markDelivered(caller: Caller, body: Payload<'mark_delivered'>): Promise<Result<Ack<'mark_delivered'>>>;
  listMessages(caller: Caller, other: string, query: RouteQuery<'list_messages'>): Reply<'list_messages'>;
  getMessage(
    caller: Caller,
    body: { message_id: MessageId; conversation?: ConversationId | undefined },
  ): Promise<Result<Message>>;

  sync(caller: Caller, body: Payload<'sync'>): Promise<Result<Ack<'sync'>>>;
  listChanges(caller: Caller, id: ConversationId, query: RouteQuery<'list_changes'>): Reply<'list_changes'>;
  /** Compares a device's copy with the log in one number. */
  digestConversation(
    caller: Caller,
    id: ConversationId,
    query: RouteQuery<'digest_conversation'>,
  ): Reply<'digest_conversation'>;
  listMyChanges(caller: Caller, query: RouteQuery<'list_my_changes'>): Reply<'list_my_changes'>;

  listConversations(caller: Caller, query: RouteQuery<'list_conversations'>): Reply<'list_conversations'>;
  getConversation(caller: Caller, id: ConversationId): Promise<Result<Conversation>>;
  updateConversation(
    caller: Caller,
    id: ConversationId,
    change: RouteBody<'update_conversation'>,
  ): Promise<Result<Conversation>>;

  /** `duplicate`: the same group was made before by the same call (200 instead of 201). */
  createGroup(
    caller: Caller,
    body: RouteBody<'create_group'>,
  ): Promise<Result<{ group: Group; duplicate: boolean }>>;
  listGroups(caller: Caller, query: RouteQuery<'list_groups'>): Reply<'list_groups'>;
  searchGroups(caller: Caller, name: string): Promise<Result<{ groups: Group[] }>>;
  addMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>>;
  removeMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>>;
  joinGroup(caller: Caller, group: GroupId): Promise<Result<Group>>;
  leaveGroup(caller: Caller, group: GroupId): Promise<Result<void>>;
  updateGroup(caller: Caller, group: GroupId, change: RouteBody<'update_group'>): Promise<Result<Group>>;
  deleteGroup(caller: Caller, group: GroupId): Promise<Result<void>>;
  changeRole(
    caller: Caller,
    group: GroupId,
    to: { readonly user: UserId; readonly role: RouteBody<'change_role'>['role'] },
  ): Promise<Result<Group>>;
  listMembers(caller: Caller, group: GroupId, query: RouteQuery<'list_members'>): Reply<'list_members'>;
  listActivity(caller: Caller, group: GroupId, query: RouteQuery<'list_activity'>): Reply<'list_activity'>;

  findUsers(caller: Caller, query: RouteQuery<'find_users'>): Promise<Result<{ users: User[] }>>;
  getUser(caller: Caller, user: UserId): Promise<Result<User>>;
  getMe(caller: Caller): Promise<Result<Me>>;
  updateMe(caller: Caller, change: RouteBody<'update_me'>): Promise<Result<Me>>;
  listBlocks(caller: Caller): Promise<Result<{ user_ids: UserId[] }>>;
  /** Blocks a person, or takes it back. */
  setBlock(caller: Caller, user: UserId, on: boolean): Promise<Result<void>>;
  /** Shuts or opens an account; the edge has checked that the caller is an admin. Its sockets are cut. */
  setDisabled(caller: Caller, user: UserId, on: boolean): Promise<Result<void>>;
  /** Ends one of the user's sessions: an entry of the personal log, and its sockets are cut on every node. SEC1 */
  revokeSession(user: UserId, session: SessionId): Promise<Result<void>>;

  /** Media that the caller may see, by its id; else `not_found`. Asked again for each request. GRP1 */
  findMedia(caller: Caller, id: string): Promise<Result<MediaRecord>>;

  /** A device's live stream of a group on or off. */
  followGroup(caller: Caller & { socketId: SocketId }, group: GroupId): Promise<Result<Ack<'join_group'>>>;
  unfollowGroup(caller: Caller & { socketId: SocketId }, group: GroupId): Promise<Result<Ack<'leave_group'>>>;
  typing(caller: Caller, body: Payload<'typing'>): Promise<Result<Ack<'typing'>>>;
  watchPresence(
    caller: Caller & { socketId: SocketId },
    body: Payload<'watch_presence'>,
  ): Promise<Result<Ack<'watch_presence'>>>;
  setPresence(
    caller: Caller & { socketId: SocketId },
    body: Payload<'set_presence'>,
  ): Promise<Result<Ack<'set_presence'>>>;
  /**
   * A device has signed in: puts it into the rooms of its user, its session and all the user's groups (through the
   * `Publisher`), and counts it as present. Answers the head of the personal log, for `ready`.
   */
  connect(caller: Caller & { socketId: SocketId }): Promise<Result<{ accountSeq: number }>>;
  /** The device is gone, for whatever reason; its rooms are already empty of it. */
  disconnect(caller: Caller & { socketId: SocketId }): void;

  /** The device is `ready`: it is shown what its conversations have in the journal, as provisional messages. */
  showQueued(caller: Caller & { socketId: SocketId }): void;

  /**
   * To be called once, before anything else: takes up what a crash left unfinished, the messages in the journal first.
   * @throws JournalError the journal cannot be read, or a newer program wrote it
   */
  start(): Promise<void>;
  /** Whether messages can wait in the journal should the store go away. */
  hasJournalRoom(): boolean;
  /** Figures for `/health/message-buffer` and `/metrics`. */
  pipelineHealth(): AnswerBody<'pipeline_health'>;
  /** Figures of the cluster; `undefined`: this node is the only one. */
  clusterFigures(): ClusterFigures | undefined;
  /** Takes no new appends (`unavailable`), waits until what was accepted has been answered. OPS2 */
  drain(): Promise<void>;
}
