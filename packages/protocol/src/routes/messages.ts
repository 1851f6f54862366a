import { z } from 'zod';
import { addressee, conversationId, messageId, userId } from '../ids.ts';
import { message, outgoingMessage, sendAnswer } from '../schemas/message.ts';
import { pageLimit, querySeq } from '../schemas/primitives.ts';
import type { Route } from './route.ts';

const messageQuery = z.object({ conversation: conversationId.optional() });

const history = z
  .object({
    message_type: z.enum(['direct', 'group']).default('direct'),
    before: querySeq.optional().meta({ description: 'A seq; the page ends before it' }),
    after: querySeq.optional().meta({ description: 'A seq; the page begins after it' }),
    around: querySeq
      .optional()
      .meta({ description: 'A seq; older messages, the one there, then newer ones' }),
    limit: pageLimit,
  })
  .superRefine((query, context) => {
    const given = [query.before, query.after, query.around].filter((value) => value !== undefined);
    if (given.length > 1)
      context.addIssue({ code: 'custom', path: [], message: 'give at most one of before, after and around' });
  });

/** History, sending and deleting. */
export const messageRoutes = {
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
    refusals: ['forbidden'],
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
    refusals: ['conflict'],
  },
  send_message: {
    method: 'POST',
    path: '/messages',
    tag: 'messages',
    access: 'user',
    summary: 'Sends a message, for bots and replies from notifications',
    body: outgoingMessage,
    answers: { 200: sendAnswer, 201: sendAnswer, 202: sendAnswer },
    refusals: ['not_found', 'conflict'],
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
    refusals: ['conflict'],
  },
} as const satisfies Record<string, Route>;
