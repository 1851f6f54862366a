/** The Socket.IO half of the contract: what each ack and each event carries. */
import { z } from 'zod';
import { Code, WireError } from './wire-errors.ts';
import { AccountEntry, Entry, Limits, Message, QueuedMessage, Session, Time, User, Uuid7 } from './wire.ts';

const Seq = z.int().min(1);
const Position = z.int().min(0);
const Status = z.enum(['online', 'away', 'busy', 'offline']);
const ok = { ok: z.literal(true) };

export const SendAck = z.object({
  id: Uuid7,
  conversation: z.string(),
  seq: Seq,
  created_at: Time,
  status: z.literal('stored'),
  duplicate: z.boolean().optional(),
});
const Presence = z.object({ user_id: z.string(), status: Status, last_seen: Time.nullable() });
const PositionAck = z.object({ ...ok, conversation: z.string(), seq: Position });

/** One conversation in a `sync` answer. The shapes are told apart by `gone` and `reset`. */
export const Synced = z.union([
  z.object({ id: z.string(), gone: z.literal(true) }),
  z.object({ id: z.string(), reset: z.literal(true) }),
  z.object({
    id: z.string(),
    entries: z.array(Entry).max(100),
    last_seq: Position,
    has_more: z.boolean(),
    read_seq: Position,
    unread: Position,
    peer_read_seq: Position.optional(),
    peer_delivered_seq: Position.optional(),
  }),
]);

/** What the ack of each event carries when it says `ok`. */
export const acks = {
  join_group: z.object({ ...ok, last_seq: Position }),
  leave_group: z.object({ ...ok, last_seq: Position }),
  send_message: SendAck.extend(ok),
  mark_read: PositionAck,
  mark_delivered: PositionAck,
  edit_message: z.object({ ...ok, conversation: z.string(), seq: Seq, edited_at: Time }),
  delete_message: z.object({ ...ok, conversation: z.string(), seq: Seq.nullish() }),
  react: z.object({ ...ok, conversation: z.string(), seq: Position }),
  typing: z.object(ok),
  watch_presence: z.object({ ...ok, presences: z.array(Presence) }),
  set_presence: z.object(ok),
  sync: z.object({
    ...ok,
    account: z
      .union([
        z.object({ reset: z.literal(true) }),
        z.object({ entries: z.array(AccountEntry), last_seq: Position, has_more: z.boolean() }),
      ])
      .optional(),
    conversations: z.array(Synced),
  }),
} as const;
/** While the store is away a message is queued instead. */
export const SendOutcome = z.union([
  acks.send_message,
  acks.send_message.extend({ seq: z.null(), status: z.literal('queued') }),
]);
export type ClientEvent = keyof typeof acks;
export type Acked<E extends ClientEvent> = z.output<(typeof acks)[E]>;
export const Refusal = z.object({ ok: z.literal(false), error: WireError });

const MessageUpdate = z.union([
  z.object({
    type: z.literal('message_edit'),
    conversation: z.string(),
    seq: Seq,
    message_id: z.string(),
    content: z.string().nullable(),
    edited_at: Time,
  }),
  z.object({
    type: z.literal('reaction'),
    conversation: z.string(),
    seq: Seq,
    message_id: z.string(),
    user_id: z.string(),
    emoji: z.string(),
    on: z.boolean(),
    at: Time,
  }),
  z.object({
    type: z.enum(['read_receipt', 'delivery_receipt']),
    conversation: z.string(),
    user_id: z.string(),
    message_id: z.string().nullable(),
    read_seq: Position.optional(),
    delivered_seq: Position.optional(),
    at: Time,
  }),
]);

const Notification = z.union([
  z.object({
    type: z.literal('group_notification'),
    action: z.string(),
    group_id: z.string(),
    group_name: z.string(),
    conversation: z.string(),
    seq: Seq,
    by: z.string(),
    user_id: z.string().optional(),
    role: z.string().optional(),
    name: z.string().optional(),
  }),
  z.object({
    type: z.literal('unread_notification'),
    conversation: z.string(),
    unread: Position,
    last_message: Message.nullable(),
  }),
  z.object({
    type: z.literal('session_notification'),
    action: z.enum(['signed_in', 'revoked']),
    session: Session,
  }),
]);

/** A queued message was refused after all. */
export const MessageFailed = z.object({
  type: z.literal('message_failed'),
  conversation: z.string(),
  message_id: z.string(),
  error: WireError,
});
/** What `message` brings while the store is away. */
export const AnyMessage = z.union([Message, QueuedMessage]);

/** What the server sends on its own account. */
export const events = {
  ready: z.object({
    user_id: z.string(),
    session_id: z.string().nullable(),
    server_time: Time,
    protocol: z.literal(1),
    generation: z.string(),
    account_seq: Position,
    limits: Limits,
  }),
  message: Message,
  message_update: MessageUpdate,
  message_deleted: z.object({
    conversation: z.string(),
    seq: Seq.nullable(),
    message_id: z.string(),
    deleted_by: z.string(),
    deleted_at: Time,
    delete_for: z.enum(['me', 'everyone']),
  }),
  notification: Notification,
  account: AccountEntry,
  typing: z.object({ conversation: z.string(), user_id: z.string(), is_typing: z.boolean() }),
  presence: Presence,
  profile: z.object({ user: User }),
  error: z.object({
    event: z.string().optional(),
    code: Code,
    message: z.string(),
    retry: z.boolean(),
    retry_after_ms: z.number().optional(),
    issues: z.array(z.unknown()).optional(),
  }),
  closing: z.object({ retry_after_ms: z.number().min(0) }),
} as const;
export type ServerEvent = keyof typeof events;
export type Payload<E extends ServerEvent> = z.output<(typeof events)[E]>;
