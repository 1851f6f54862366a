import { z } from 'zod';
import { conversationId, seq } from '../ids.ts';
import { conversation } from '../schemas/conversation.ts';
import { entry } from '../schemas/entry.ts';
import { querySeq } from '../schemas/primitives.ts';
import { changes, nextCursor, page, type Route } from './route.ts';

/** The caller’s conversations and their logs. */
export const conversationRoutes = {
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
  digest_conversation: {
    method: 'GET',
    path: '/conversations/{id}/digest',
    tag: 'conversations',
    access: 'user',
    summary: 'One number to compare a copy of the log with: count and SHA-256 of its message entries',
    params: z.object({ id: conversationId }),
    query: z.object({
      after: querySeq.default(0).meta({ description: 'Entries up to this seq are left out' }),
      upto: querySeq
        .optional()
        .meta({ description: 'The last seq that counts; the head where it is left out or above' }),
    }),
    answers: {
      200: z.object({
        upto: seq.meta({ description: 'The seq that this is for: the one asked for, or the head' }),
        count: z.int().min(0).meta({ description: 'Message entries, deleted and hidden ones included' }),
        digest: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .meta({ description: 'SHA-256 over `<seq> <id>` and a line feed of each, ascending' }),
      }),
    },
    refusals: ['overloaded'],
  },
} as const satisfies Record<string, Route>;
