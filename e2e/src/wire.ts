/**
 * The wire as its page describes it, written down a second time and on purpose: these shapes come from the
 * contract, not from the server's code, so that a server that drifts from the page fails here.
 * Objects are open: the contract may grow, never change.
 */
import { z } from 'zod';

export const Time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const Uuid7 = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const Id = z.string().min(1);
const Seq = z.int().min(1);
/** A position or a head: 0 when there is nothing yet. */
const Position = z.int().min(0);
const Role = z.enum(['owner', 'admin', 'member']);

export const User = z.object({
  id: Id,
  username: z.string().nullable(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
  created_at: Time,
});
export type User = z.output<typeof User>;
export const Me = User.extend({ settings: z.record(z.string(), z.unknown()), is_admin: z.boolean() });
export const Users = z.object({ users: z.array(User) });
export const SignedIn = z.object({ user: User, token: z.string().min(40) });
export const Session = z.object({
  id: Id,
  device: z.string().nullable(),
  created_at: Time,
  last_used_at: Time,
  current: z.boolean(),
});
export const Sessions = z.object({ sessions: z.array(Session) });
export const Blocks = z.object({ user_ids: z.array(Id) });

export const Limits = z.object({
  text: z.literal(8_000),
  page: z.int(),
  packet_bytes: z.int(),
  json_bytes: z.int(),
  group_members: z.literal(10_000),
  members_per_call: z.literal(1_000),
  sync_conversations: z.literal(200),
  upload_bytes: z.int(),
  edit_window_s: z.int(),
});
export const ServerInfo = z.object({
  name: z.string(),
  version: z.string(),
  protocol: z.literal(1),
  registration: z.enum(['open', 'closed']),
  auth: z.array(z.enum(['password', 'jwt'])),
  limits: Limits,
});

export const Message = z.object({
  id: Uuid7,
  conversation: Id,
  seq: Seq,
  type: z.enum(['direct', 'group']),
  from: Id,
  to: Id,
  content: z.string().nullable(),
  content_type: z.enum(['text', 'emoji', 'image', 'video', 'audio', 'file']),
  media_url: z.string().nullable(),
  media_metadata: z.unknown(),
  reply_to: Id.nullable(),
  album_id: Uuid7.optional(),
  created_at: Time,
  edited_at: Time.nullable(),
  deleted_at: Time.nullable(),
  status: z.literal('stored'),
  reactions: z
    .array(z.object({ emoji: z.string(), count: z.int().min(1), user_ids: z.array(Id) }))
    .min(1)
    .optional(),
  reactions_seq: Seq.optional(),
});
export type Message = z.output<typeof Message>;
/** A message that the server holds and has not stored: it has no place in the order. */
export const QueuedMessage = Message.extend({ seq: z.null(), status: z.literal('queued') });
export const History = z.object({
  messages: z.array(Message),
  has_more: z.boolean(),
  has_newer: z.boolean().optional(),
});

const inLog = { conversation: Id, seq: Seq, at: Time, by: Id };
const member = { user_id: Id, role: Role };
export const Entry = z.union([
  z.object({
    ...inLog,
    kind: z.literal('created'),
    name: z.string(),
    description: z.string().nullable(),
    members: z.array(z.object(member)),
  }),
  z.object({ ...inLog, kind: z.literal('message'), message: Message }),
  z.object({
    ...inLog,
    kind: z.literal('message'),
    message: z.null(),
    message_id: Id,
    hidden: z.literal(true),
  }),
  z.object({
    ...inLog,
    kind: z.literal('edit'),
    message_id: Id,
    content: z.string().nullable(),
    edited_at: Time,
  }),
  z.object({ ...inLog, kind: z.literal('delete'), message_id: Id, deleted_at: Time }),
  z.object({
    ...inLog,
    kind: z.literal('reaction'),
    message_id: Id,
    emoji: z.string(),
    on: z.boolean(),
  }),
  z.object({ ...inLog, kind: z.enum(['member_added', 'role_changed']), ...member }),
  z.object({ ...inLog, kind: z.literal('member_removed'), user_id: Id }),
  z.object({ ...inLog, kind: z.literal('renamed'), name: z.string() }),
  z.object({
    ...inLog,
    kind: z.literal('updated'),
    name: z.string().optional(),
    description: z.string().nullable().optional(),
    avatar_url: z.string().nullable().optional(),
    discoverable: z.boolean().optional(),
  }),
  z.object({ ...inLog, kind: z.literal('deleted') }),
]);
export type Entry = z.output<typeof Entry>;

const inPersonalLog = { seq: Seq, at: Time };
const conversationState = { muted_until: Time.nullable(), archived: z.boolean(), marked_unread: z.boolean() };
export const AccountEntry = z.union([
  z.object({
    ...inPersonalLog,
    kind: z.enum(['conversation_added', 'conversation_removed']),
    conversation: Id,
  }),
  z.object({ ...inPersonalLog, kind: z.literal('message_hidden'), conversation: Id, message_id: Id }),
  z.object({
    ...inPersonalLog,
    kind: z.literal('conversation_changed'),
    conversation: Id,
    ...conversationState,
  }),
  z.object({ ...inPersonalLog, kind: z.literal('profile_changed'), user: User }),
  z.object({ ...inPersonalLog, kind: z.literal('block_changed'), user_id: Id, on: z.boolean() }),
  z.object({
    ...inPersonalLog,
    kind: z.literal('settings_changed'),
    settings: z.record(z.string(), z.unknown()),
  }),
  z.object({ ...inPersonalLog, kind: z.literal('session_revoked'), session_id: Id }),
  z.object({ ...inPersonalLog, kind: z.literal('account_disabled'), on: z.boolean() }),
]);
export type AccountEntry = z.output<typeof AccountEntry>;

const page = { last_seq: Position, has_more: z.boolean() };
export const Changes = z.object({ entries: z.array(Entry), ...page });
export const AccountChanges = z.object({ entries: z.array(AccountEntry), ...page });

export const Conversation = z.object({
  id: Id,
  type: z.enum(['direct', 'group']),
  name: z.string().nullable(),
  peer: User.optional(),
  last_seq: Position,
  unread: z.int().min(0).max(1_000),
  read_seq: Position,
  peer_read_seq: Position.optional(),
  peer_delivered_seq: Position.optional(),
  last_message: Message.nullable(),
  updated_at: Time.nullable(),
  ...conversationState,
  member_count: z.int().optional(),
  description: z.string().nullable().optional(),
  avatar_url: z.string().nullable().optional(),
  discoverable: z.boolean().optional(),
  role: Role.optional(),
});
export type Conversation = z.output<typeof Conversation>;
export const Conversations = z.object({
  conversations: z.array(Conversation),
  next_cursor: z.string().nullable(),
});

export const Group = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  avatar_url: z.string().nullable(),
  discoverable: z.boolean(),
  created_by: Id,
  created_at: Time,
  member_count: z.int().min(0),
  members: z.array(z.object({ ...member, joined_at: Time })).max(100),
  last_seq: Seq,
});
export type Group = z.output<typeof Group>;
export const Groups = z.object({ groups: z.array(Group), next_cursor: z.string().nullable() });
export const FoundGroups = z.object({ groups: z.array(Group) });
export const Members = z.object({
  members: z.array(
    z.object({ user: User, role: Role, joined_at: Time, read_seq: Position, delivered_seq: Position }),
  ),
  next_cursor: z.string().nullable(),
});
export const Activity = z.object({
  members: z.array(
    z.object({
      ...member,
      joined_at: Time,
      last_active_at: Time.nullable(),
      message_count: z.int().min(0),
      read_seq: Position,
    }),
  ),
  next_cursor: z.string().nullable(),
});
