import type { Chat } from '@parley/core';
import { ok, type HandlersOf } from '../route-call.ts';

export function createConversationHandlers(chat: Chat): HandlersOf<'conversations'> {
  return {
    list_conversations: async ({ caller, query }) => ok(await chat.listConversations(caller, query)),
    get_conversation: async ({ caller, params }) => ok(await chat.getConversation(caller, params.id)),
    update_conversation: async ({ caller, params, body }) =>
      ok(await chat.updateConversation(caller, params.id, body)),
    digest_conversation: async ({ caller, params, query }) =>
      ok(await chat.digestConversation(caller, params.id, query)),
    list_changes: async ({ caller, params, query }) => ok(await chat.listChanges(caller, params.id, query)),
  };
}
