import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { announcedLimits } from './events.ts';
import { conversationId, groupId, messageId, seq, sessionId, userId, addressee } from './ids.ts';
import { limits, sizes } from './limits.ts';
import { conversation } from './schemas/conversation.ts';
import { accountEntry, entry } from './schemas/entry.ts';
import { group, member, memberActivity, role } from './schemas/group.ts';
import { message, outgoingMessage, sendAnswer } from './schemas/message.ts';
import { me, session, user } from './schemas/people.ts';
import {
  cursor,
  displayName,
  groupDescription,
  groupName,
  pageLimit,
  password,
  querySeq,
  settings,
  time,
  username,
} from './schemas/primitives.ts';

/** A row of the HTTP table. `params`, `query` and `body` are what is accepted, `answers` what comes back by status. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI style: `/groups/{group_id}` */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Who may call at all; what they then may see is decided further in. */
  readonly access: 'anonymous' | 'user' | 'admin';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A schema for JSON answers, `null` for an empty one. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** What it may refuse beyond what follows from the above (sign-in, input, ids in the path, rates). */
  readonly refusals?: readonly ErrorCode[];
}

const page = z.object({ cursor: cursor.optional(), limit: pageLimit });
const credentials = {
  username,
  password: z.string().min(1).max(sizes.password.max),
  cookie: z.boolean().optional(),
};
const signedIn = z.object({
  user,
  token: z.string().optional().meta({ description: 'Left out when a cookie was asked for' }),
});
const messageQuery = z.object({ conversation: conversationId.optional() });
const changes = z.object({ after: querySeq.default(0), limit: pageLimit });
const nextCursor = z.string().nullable();

const history = z
  .object({
    message_type: z.enum(['direct', 'group']).default('direct'),
    before: querySeq.optional(),
    after: querySeq.optional(),
    around: querySeq.optional(),
    limit: pageLimit,
  })
  .superRefine((query, context) => {
    const given = [query.before, query.after, query.around].filter((value) => value !== undefined);
    if (given.length > 1)
      context.addIssue({ code: 'custom', path: [], message: 'give at most one of before, after and around' });
  });

/** Every route of the HTTP API. To add one, add a row here and a handler of the same name. */
export const routes = {
  register: {
    method: 'POST',
    path: '/auth/register',
    tag: 'identity',
    access: 'anonymous',
    summary: 'Creates an account and signs in; the first account becomes admin',
    body: z.object({
      username,
      password,
      display_name: displayName.optional(),
      cookie: z.boolean().optional(),
    }),
    answers: { 201: signedIn },
  },
  login: {
    method: 'POST',
    path: '/auth/login',
    tag: 'identity',
    access: 'anonymous',
    summary: 'Signs in',
    body: z.object(credentials),
    answers: { 200: signedIn },
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    tag: 'identity',
    access: 'user',
    summary: 'Ends this session; its sockets are cut on every node',
    answers: { 204: null },
  },
  list_sessions: {
    method: 'GET',
    path: '/auth/sessions',
    tag: 'identity',
    access: 'user',
    summary: 'Where one is signed in',
    answers: { 200: z.object({ sessions: z.array(session) }) },
  },
  revoke_session: {
    method: 'DELETE',
    path: '/auth/sessions/{id}',
    tag: 'identity',
    access: 'user',
    summary: 'Ends a session of one’s own',
    params: z.object({ id: sessionId }),
    answers: { 204: null },
  },
  get_me: {
    method: 'GET',
    path: '/me',
    tag: 'identity',
    access: 'user',
    summary: 'The own account',
    answers: { 200: me },
  },
  update_me: {
    method: 'PATCH',
    path: '/me',
    tag: 'identity',
    access: 'user',
    summary: 'Changes name, avatar or settings',
    body: z.object({
      display_name: displayName.optional(),
      avatar_media_id: z.string().min(1).max(64).nullable().optional(),
      settings: settings.optional(),
    }),
    answers: { 200: me },
  },
  change_password: {
    method: 'POST',
    path: '/me/password',
    tag: 'identity',
    access: 'user',
    summary: 'Changes the password; other sessions are cut',
    body: z.object({ current: z.string().max(sizes.password.max), new: password }),
    answers: { 204: null },
  },
  list_my_changes: {
    method: 'GET',
    path: '/me/changes',
    tag: 'identity',
    access: 'user',
    summary: 'The personal log after a position',
    query: changes,
    answers: { 200: z.object({ entries: z.array(accountEntry), last_seq: seq, has_more: z.boolean() }) },
  },
  list_blocks: {
    method: 'GET',
    path: '/me/blocks',
    tag: 'identity',
    access: 'user',
    summary: 'Whom one has blocked',
    answers: { 200: z.object({ user_ids: z.array(userId) }) },
  },
  block_user: {
    method: 'PUT',
    path: '/me/blocks/{user_id}',
    tag: 'identity',
    access: 'user',
    summary: 'Blocks a person',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  unblock_user: {
    method: 'DELETE',
    path: '/me/blocks/{user_id}',
    tag: 'identity',
    access: 'user',
    summary: 'Takes a block back',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  find_users: {
    method: 'GET',
    path: '/users',
    tag: 'people',
    access: 'user',
    summary: 'People by the beginning of a name, or by ids',
    query: z
      .object({
        query: z.string().min(1).max(sizes.nameQuery).optional(),
        ids: z
          .string()
          .min(1)
          .max(sizes.usersPerLookup * 129)
          .optional(),
        limit: pageLimit,
      })
      .superRefine((value, context) => {
        if ((value.query === undefined) === (value.ids === undefined))
          context.addIssue({ code: 'custom', path: ['query'], message: 'give either query or ids' });
      }),
    answers: { 200: z.object({ users: z.array(user) }) },
  },
  get_user: {
    method: 'GET',
    path: '/users/{user_id}',
    tag: 'people',
    access: 'user',
    summary: 'One person',
    params: z.object({ user_id: userId }),
    answers: { 200: user },
  },
  disable_user: {
    method: 'PUT',
    path: '/users/{user_id}/disabled',
    tag: 'people',
    access: 'admin',
    summary: 'Shuts an account: sockets cut, tokens refused',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  enable_user: {
    method: 'DELETE',
    path: '/users/{user_id}/disabled',
    tag: 'people',
    access: 'admin',
    summary: 'Opens an account again',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  get_server: {
    method: 'GET',
    path: '/server',
    tag: 'service',
    access: 'anonymous',
    summary: 'What this server is and allows',
    answers: {
      200: z.object({
        name: z.string(),
        version: z.string(),
        protocol: z.literal(1),
        registration: z.enum(['open', 'closed']),
        auth: z.array(z.enum(['password', 'jwt'])),
        limits: announcedLimits,
      }),
    },
  },
  list_conversations: {
    method: 'GET',
    path: '/conversations',
    tag: 'conversations',
    access: 'user',
    summary: 'Own conversations, newest activity first',
    query: page,
    answers: { 200: z.object({ conversations: z.array(conversation), next_cursor: nextCursor }) },
  },
  get_conversation: {
    method: 'GET',
    path: '/conversations/{id}',
    tag: 'conversations',
    access: 'user',
    summary: 'One conversation',
    params: z.object({ id: conversationId }),
    answers: { 200: conversation },
  },
  update_conversation: {
    method: 'PATCH',
    path: '/conversations/{id}',
    tag: 'conversations',
    access: 'user',
    summary: 'Mutes, archives or marks as unread, for oneself',
    params: z.object({ id: conversationId }),
    body: z.object({
      muted_until: z.iso.datetime({ offset: true }).nullable().optional(),
      archived: z.boolean().optional(),
      marked_unread: z.boolean().optional(),
    }),
    answers: { 200: conversation },
  },
  list_changes: {
    method: 'GET',
    path: '/conversations/{id}/changes',
    tag: 'conversations',
    access: 'user',
    summary: 'Every entry of the log after a position, for catching up',
    params: z.object({ id: conversationId }),
    query: changes,
    answers: { 200: z.object({ entries: z.array(entry), last_seq: seq, has_more: z.boolean() }) },
  },
  list_messages: {
    method: 'GET',
    path: '/messages/{user_id}/{other_id}',
    tag: 'messages',
    access: 'user',
    summary: 'History, ascending, by pages before, after or around a position',
    params: z.object({ user_id: userId, other_id: addressee }),
    query: history,
    answers: {
      200: z.object({
        messages: z.array(message),
        has_more: z.boolean(),
        has_newer: z.boolean().optional(),
      }),
    },
  },
  get_message: {
    method: 'GET',
    path: '/messages/{message_id}',
    tag: 'messages',
    access: 'user',
    summary: 'One message',
    params: z.object({ message_id: messageId }),
    query: messageQuery,
    answers: { 200: message },
  },
  send_message: {
    method: 'POST',
    path: '/messages',
    tag: 'messages',
    access: 'user',
    summary: 'Sends a message, for bots and replies from notifications',
    body: outgoingMessage,
    answers: { 200: sendAnswer, 201: sendAnswer, 202: sendAnswer },
  },
  delete_message: {
    method: 'DELETE',
    path: '/messages/{message_id}',
    tag: 'messages',
    access: 'user',
    summary: 'Deletes a message for oneself or for everyone',
    params: z.object({ message_id: messageId }),
    query: messageQuery.extend({ delete_for: z.enum(['me', 'everyone']).default('me') }),
    answers: { 204: null },
  },
  create_group: {
    method: 'POST',
    path: '/groups',
    tag: 'groups',
    access: 'user',
    summary: 'Makes a group; the creator is its owner',
    body: z.object({
      id: groupId.optional(),
      name: groupName,
      members: z.array(userId).max(limits.members_per_call).default([]),
      description: groupDescription.default(''),
    }),
    answers: { 200: group, 201: group },
  },
  list_groups: {
    method: 'GET',
    path: '/groups/{user_id}',
    tag: 'groups',
    access: 'user',
    summary: 'Own groups',
    params: z.object({ user_id: userId }),
    query: page,
    answers: { 200: z.object({ groups: z.array(group), next_cursor: nextCursor }) },
  },
  search_groups: {
    method: 'GET',
    path: '/groups/search/{name}',
    tag: 'groups',
    access: 'user',
    summary: 'Own and discoverable groups whose name contains a text',
    params: z.object({ name: z.string().min(1).max(sizes.nameQuery) }),
    answers: { 200: z.object({ groups: z.array(group) }) },
  },
  add_member: {
    method: 'POST',
    path: '/group/{group_id}/{user_id}',
    tag: 'groups',
    access: 'user',
    summary: 'Adds a person to a group',
    params: z.object({ group_id: groupId, user_id: userId }),
    answers: { 200: group },
  },
  remove_member: {
    method: 'POST',
    path: '/groups/{group_id}/remove',
    tag: 'groups',
    access: 'user',
    summary: 'Removes a person from a group',
    params: z.object({ group_id: groupId }),
    body: z.object({ user_id: userId }),
    answers: { 200: group },
  },
  join_group: {
    method: 'POST',
    path: '/groups/{group_id}/join',
    tag: 'groups',
    access: 'user',
    summary: 'Joins a discoverable group',
    params: z.object({ group_id: groupId }),
    answers: { 200: group },
  },
  leave_group: {
    method: 'POST',
    path: '/groups/{group_id}/leave',
    tag: 'groups',
    access: 'user',
    summary: 'Leaves a group; its owner hands over first',
    params: z.object({ group_id: groupId }),
    answers: { 204: null },
  },
  update_group: {
    method: 'PATCH',
    path: '/groups/{group_id}',
    tag: 'groups',
    access: 'user',
    summary: 'Changes name, description, avatar or whether it can be found',
    params: z.object({ group_id: groupId }),
    body: z
      .object({
        name: groupName.optional(),
        description: groupDescription.optional(),
        avatar_media_id: z.string().min(1).max(64).nullable().optional(),
        discoverable: z.boolean().optional(),
      })
      .refine((body) => Object.keys(body).length > 0, 'give at least one field'),
    answers: { 200: group },
  },
  delete_group: {
    method: 'DELETE',
    path: '/groups/{group_id}',
    tag: 'groups',
    access: 'user',
    summary: 'Ends a group and erases its content',
    params: z.object({ group_id: groupId }),
    answers: { 204: null },
  },
  list_members: {
    method: 'GET',
    path: '/groups/{group_id}/members',
    tag: 'groups',
    access: 'user',
    summary: 'Members with their roles and positions',
    params: z.object({ group_id: groupId }),
    query: page,
    answers: { 200: z.object({ members: z.array(member), next_cursor: nextCursor }) },
  },
  change_role: {
    method: 'PATCH',
    path: '/groups/{group_id}/members/{user_id}',
    tag: 'groups',
    access: 'user',
    summary: 'Sets a role; `owner` hands the group over',
    params: z.object({ group_id: groupId, user_id: userId }),
    body: z.object({ role }),
    answers: { 200: group },
  },
  list_activity: {
    method: 'GET',
    path: '/groups/{group_id}/activity',
    tag: 'groups',
    access: 'user',
    summary: 'What each member did, and when last',
    params: z.object({ group_id: groupId }),
    query: page,
    answers: { 200: z.object({ members: z.array(memberActivity), next_cursor: nextCursor }) },
  },
  live: {
    method: 'GET',
    path: '/healthz',
    tag: 'service',
    access: 'anonymous',
    summary: 'The process is alive',
    answers: { 200: z.object({ status: z.literal('ok') }) },
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    tag: 'service',
    access: 'anonymous',
    summary: 'The node takes work; 503 while it starts, drains or has nowhere to store',
    answers: {
      200: z.object({ status: z.literal('ready') }),
      503: z.object({ status: z.enum(['starting', 'draining', 'unavailable']) }),
    },
  },
  store_health: {
    method: 'GET',
    path: '/health/db',
    tag: 'service',
    access: 'anonymous',
    summary: 'The store, seen from this node',
    answers: {
      200: z.object({
        status: z.enum(['healthy', 'degraded', 'down']),
        engine: z.string(),
        latency_ms: z.number().nullable(),
        pool: z
          .object({ size: z.int(), in_use: z.int(), waiting: z.int(), min: z.int(), max: z.int() })
          .nullable(),
        breaker: z.enum(['closed', 'open', 'half_open']).nullable(),
      }),
    },
  },
  pipeline_health: {
    method: 'GET',
    path: '/health/message-buffer',
    tag: 'service',
    access: 'anonymous',
    summary: 'The write pipeline; a part that is not running is null',
    answers: {
      200: z.object({
        status: z.enum(['healthy', 'degraded', 'down']),
        queued: z.int(),
        in_flight: z.int(),
        batch_size: z.int(),
        batch_size_limit: z.int(),
        last_batch: z.object({ size: z.int(), commit_ms: z.number(), at: time }).nullable(),
        commit_ms: z.object({ p50: z.number(), p99: z.number() }).nullable(),
        flushed_total: z.int(),
        retried_total: z.int(),
        failed_total: z.int(),
        breaker: z
          .object({
            state: z.enum(['closed', 'open', 'half_open']),
            opened_total: z.int(),
            since: time.nullable(),
            retry_at: time.nullable(),
          })
          .nullable(),
        journal: z
          .object({ records: z.int(), bytes: z.int(), oldest_at: time.nullable(), drained_total: z.int() })
          .nullable(),
      }),
    },
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

type Part<Name extends RouteName, Key extends 'params' | 'query' | 'body'> = (typeof routes)[Name] extends {
  readonly [key in Key]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

/** What a handler gets: the parsed parts of its request. */
export interface RouteInput<Name extends RouteName> {
  readonly params: Part<Name, 'params'>;
  readonly query: Part<Name, 'query'>;
  readonly body: Part<Name, 'body'>;
}

type AnswerSchemas<Name extends RouteName> = (typeof routes)[Name]['answers'];
type Body<Schema> = Schema extends z.ZodType ? z.input<Schema> : null;

/** What a handler gives back: one of the statuses of its row, with the body that goes with it. */
export type RouteAnswer<Name extends RouteName> = {
  [Status in keyof AnswerSchemas<Name>]: {
    readonly status: Status;
    readonly body: Body<AnswerSchemas<Name>[Status]>;
  };
}[keyof AnswerSchemas<Name>];

/** The JSON body of a route's answers. */
export type AnswerBody<Name extends RouteName> = NonNullable<RouteAnswer<Name>['body']>;
/** The parsed query of a route. */
export type RouteQuery<Name extends RouteName> = RouteInput<Name>['query'];
/** The parsed body of a route. */
export type RouteBody<Name extends RouteName> = RouteInput<Name>['body'];
