import type { Caller, Chat } from '@parley/core';
import {
  conversationId,
  groupReference,
  refuse,
  routes,
  userId,
  validate,
  type Result,
} from '@parley/protocol';
import type { z } from 'zod';

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** The routes that clients of the simulation use, by the protocol's own schemas. */
export async function answerHttp(chat: Chat, caller: Caller, call: HttpCall): Promise<HttpAnswer> {
  try {
    const result = await route(chat, caller, call);
    if (result.ok) return { status: 200, json: structuredClone(result.value ?? {}) };
    const { code, message, retry } = result.error;
    return { status: code === 'not_found' ? 404 : 503, json: { code, detail: message, retry } };
  } catch {
    // A store that does not answer.
    return { status: 503, json: { code: 'unavailable', detail: 'The store is away.', retry: true } };
  }
}

function route(chat: Chat, caller: Caller, { method, path, body }: HttpCall): Promise<Result<unknown>> {
  const { pathname, searchParams } = new URL(path, 'http://simulated');
  const [first = '', second = '', third = ''] = pathname.split('/').slice(1).map(decodeURIComponent);
  const query = Object.fromEntries(searchParams);
  const unknown = Promise.resolve(refuse('not_found', `no route for ${method} ${pathname}`));
  switch (first) {
    case 'me':
      if (second === 'changes')
        return withInput(routes.list_my_changes.query, query, (input) => chat.listMyChanges(caller, input));
      return second === 'blocks' ? chat.listBlocks(caller) : chat.getMe(caller);
    case 'conversations':
      return conversations(chat, caller, { method, id: second, part: third, query, body }) ?? unknown;
    case 'messages':
      return withInput(routes.list_messages.query, query, (input) => chat.listMessages(caller, third, input));
    case 'groups':
      if (third !== 'members') return unknown;
      return withInput(routes.list_members.query, query, (input) =>
        chat.listMembers(caller, groupReference.parse(second), input),
      );
    case 'users':
      return chat.getUser(caller, userId.parse(second));
    default:
      return unknown;
  }
}

interface ConversationCall {
  readonly method: string;
  readonly id: string;
  readonly part: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

function conversations(
  chat: Chat,
  caller: Caller,
  call: ConversationCall,
): Promise<Result<unknown>> | undefined {
  const { method, id, part, query, body } = call;
  if (id === '')
    return withInput(routes.list_conversations.query, query, (input) =>
      chat.listConversations(caller, input),
    );
  const named = conversationId.parse(id);
  if (part === 'changes')
    return withInput(routes.list_changes.query, query, (input) => chat.listChanges(caller, named, input));
  if (part !== '') return undefined;
  if (method === 'PATCH')
    return withInput(routes.update_conversation.body, body, (input) =>
      chat.updateConversation(caller, named, input),
    );
  return chat.getConversation(caller, named);
}

async function withInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  run: (input: z.output<Schema>) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  const checked = validate(schema, input);
  return checked.ok ? run(checked.value) : checked;
}
