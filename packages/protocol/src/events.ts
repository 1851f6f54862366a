import { z } from 'zod';
import { conversationId, groupReference, messageId, seq, sessionId, userId, addressee } from './ids.ts';
import { limits, sizes, type RateName } from './limits.ts';
import { refusal } from './errors.ts';
import { announcedLimits } from './schemas/announced-limits.ts';
import { accountEntry } from './schemas/entry.ts';
import { conversationType, message, outgoingMessage, sendAnswer } from './schemas/message.ts';
import { presence, session, user } from './schemas/people.ts';
import { emoji } from './schemas/reaction.ts';
import { caption, time } from './schemas/primitives.ts';
import { syncedAccount, syncedConversation } from './schemas/sync.ts';

/** A row of the table of events that clients send. The ack is `{ok: true, …}` or `{ok: false, error}`. */
export interface ClientEvent {
  readonly summary: string;
  readonly payload: z.ZodType;
  /** What the ack holds beside `ok: true`. */
  readonly ack: z.ZodObject;
  readonly rate: RateName;
}

/** Names one message: by its id, with the conversation clients should send. */
const messageReference = { message_id: messageId, conversation: conversationId.optional() };

/** A read or delivered mark: up to a message, or up to a position. */
const mark = z
  .object({
    message_id: messageId.optional(),
    conversation: conversationId.optional(),
    seq: seq.optional(),
  })
  .superRefine((body, context) => {
    if (body.message_id !== undefined || (body.conversation !== undefined && body.seq !== undefined)) return;
    const path = body.conversation === undefined ? 'message_id' : 'seq';
    context.addIssue({ code: 'custom', path: [path], message: 'give message_id, or conversation and seq' });
  });
const markAck = z.object({ conversation: conversationId, seq });

/** Every event a client may send. To add one, add a row here and a handler of the same name. */
export const clientEvents = {
  join_group: {
    summary: "Turns this socket's live stream of a group one belongs to on",
    payload: z.object({ group_id: groupReference }),
    ack: z.object({ last_seq: z.int() }),
    rate: 'event',
  },
  leave_group: {
    summary: "Turns this socket's live stream of a group off; membership is untouched",
    payload: z.object({ group_id: groupReference }),
    ack: z.object({ last_seq: z.int() }),
    rate: 'event',
  },
  send_message: {
    summary: 'Sends a message; the ack says whether it is stored or queued',
    payload: outgoingMessage,
    ack: sendAnswer,
    rate: 'send',
  },
  mark_read: {
    summary: 'Moves the read position forward; it never moves back and implies delivered',
    payload: mark,
    ack: markAck,
    rate: 'mark',
  },
  mark_delivered: {
    summary: 'Moves the delivered position forward',
    payload: mark,
    ack: markAck,
    rate: 'mark',
  },
  edit_message: {
    summary:
      'Replaces the text of an own message within the edit window; what carries media may be left without one',
    payload: z.object({ ...messageReference, content: caption }),
    ack: z.object({ conversation: conversationId, seq, edited_at: time }),
    rate: 'edit',
  },
  delete_message: {
    summary: 'Deletes a message for oneself or for everyone',
    payload: z.object({ ...messageReference, delete_for: z.enum(['me', 'everyone']) }),
    ack: z.object({ conversation: conversationId, seq: seq.optional() }),
    rate: 'edit',
  },
  react: {
    summary: 'Puts an own reaction on a message, or takes it back',
    payload: z.object({ ...messageReference, emoji, on: z.boolean() }),
    ack: z.object({
      conversation: conversationId,
      seq: seq.meta({ description: 'Of the entry that did it; 0: taken back what never was' }),
    }),
    rate: 'react',
  },
  typing: {
    summary: 'Says that one is typing; it ends by itself after 6 seconds',
    payload: z.object({ type: conversationType, to: addressee, is_typing: z.boolean() }),
    ack: z.object({}),
    rate: 'typing',
  },
  watch_presence: {
    summary: 'Replaces the list of people whose presence and profile this socket follows',
    payload: z.object({ user_ids: z.array(userId).max(sizes.watchedUsers) }),
    ack: z.object({ presences: z.array(presence) }),
    rate: 'event',
  },
  set_presence: {
    summary: 'Says how one wants to be seen',
    payload: z.object({ status: z.enum(['online', 'away', 'busy', 'invisible']) }),
    ack: z.object({}),
    rate: 'event',
  },
  sync: {
    summary: 'Everything after what one holds, per conversation and for the personal log',
    payload: z.object({
      account: seq.optional(),
      conversations: z
        .record(conversationId, seq)
        .refine((held) => Object.keys(held).length <= limits.sync_conversations, {
          message: `must name at most ${String(limits.sync_conversations)} conversations`,
        })
        .default({}),
    }),
    ack: z.object({ account: syncedAccount.optional(), conversations: z.array(syncedConversation) }),
    rate: 'event',
  },
} as const satisfies Record<string, ClientEvent>;

export type ClientEventName = keyof typeof clientEvents;
export type Payload<Name extends ClientEventName> = z.output<(typeof clientEvents)[Name]['payload']>;
export type Ack<Name extends ClientEventName> = z.output<(typeof clientEvents)[Name]['ack']>;

export function isClientEvent(name: string): name is ClientEventName {
  return Object.hasOwn(clientEvents, name);
}

const receipt = { conversation: conversationId, user_id: userId, message_id: messageId, at: time };

/** Fields that every group notification has; the entry's own fields follow. */
const groupNotification = z.looseObject({
  type: z.literal('group_notification'),
  action: z.enum([
    'added',
    'removed',
    'member_added',
    'member_removed',
    'role_changed',
    'renamed',
    'updated',
    'deleted',
  ]),
  group_id: conversationId,
  group_name: z.string(),
  conversation: conversationId,
  seq: z.int(),
  kind: z.string().meta({ description: "The entry's, as in `changes`" }),
  at: time,
  by: userId,
});

/** Every event the server may send. */
export const serverEvents = {
  ready: {
    summary: 'The socket follows all own conversations; next: sync',
    payload: z.object({
      user_id: userId,
      session_id: sessionId,
      server_time: time,
      protocol: z.literal(1),
      generation: z.string(),
      account_seq: z.int(),
      limits: announcedLimits,
    }),
  },
  message: { summary: 'A new message', payload: message },
  message_update: {
    summary: 'An edit, a reaction, a receipt, or what became of a queued message',
    payload: z.union([
      z.object({
        type: z.literal('message_edit'),
        conversation: conversationId,
        seq,
        message_id: messageId,
        content: z.string(),
        edited_at: time,
      }),
      z.object({
        type: z.literal('reaction'),
        conversation: conversationId,
        seq,
        message_id: messageId,
        user_id: userId,
        emoji: z.string(),
        on: z.boolean(),
        at: time,
      }),
      z.object({ type: z.literal('read_receipt'), ...receipt, read_seq: seq }),
      z.object({ type: z.literal('delivery_receipt'), ...receipt, delivered_seq: seq }),
      z.object({
        type: z.literal('message_failed'),
        conversation: conversationId,
        message_id: messageId,
        error: refusal,
      }),
      z.object({
        type: z.literal('message_settled').meta({
          description: 'A queued message turns out to have been stored before, under `stored_seq`',
        }),
        conversation: conversationId,
        message_id: messageId,
        stored_seq: seq,
      }),
    ]),
  },
  message_deleted: {
    summary: 'A message was deleted for everyone, or by oneself on another device',
    payload: z.object({
      conversation: conversationId,
      seq: seq.nullable(),
      message_id: messageId,
      deleted_by: userId,
      deleted_at: time,
      delete_for: z.enum(['me', 'everyone']),
    }),
  },
  notification: {
    summary: 'Group life, unread counts of groups not followed, and sessions',
    payload: z.union([
      groupNotification,
      z.object({
        type: z.literal('unread_notification'),
        conversation: conversationId,
        unread: z.int(),
        last_message: message.nullable(),
      }),
      z.object({
        type: z.literal('session_notification'),
        action: z.enum(['signed_in', 'revoked']),
        session,
      }),
    ]),
  },
  account: { summary: 'An entry of the personal log', payload: accountEntry },
  typing: {
    summary: 'Somebody types, or stopped',
    payload: z.object({ conversation: conversationId, user_id: userId, is_typing: z.boolean() }),
  },
  presence: { summary: "A watched person's presence changed", payload: presence },
  profile: { summary: 'A watched person changed their profile', payload: z.object({ user }) },
  error: {
    summary: 'A refusal for a call without an ack, or why the socket is about to be closed',
    payload: refusal.extend({ event: z.string().optional() }),
  },
  closing: {
    summary: 'The node drains; come back after the given time',
    payload: z.object({ retry_after_ms: z.int() }),
  },
} as const satisfies Record<string, { summary: string; payload: z.ZodType }>;

export type ServerEventName = keyof typeof serverEvents;
export type ServerPayload<Name extends ServerEventName> = z.input<(typeof serverEvents)[Name]['payload']>;
