import type { Chat } from '@parley/core';
import { refuse, type SendAnswer } from '@parley/protocol';
import { done, ok, withStatus, type HandlersOf } from '../route-call.ts';

export function createMessageHandlers(chat: Chat): HandlersOf<'messages'> {
  return {
    async list_messages({ caller, params, query }) {
      if (params.user_id !== caller.userId) return refuse('forbidden', 'Only your own history can be read.');
      return ok(await chat.listMessages(caller, params.other_id, query));
    },
    get_message: async ({ caller, params, query }) =>
      ok(await chat.getMessage(caller, { message_id: params.message_id, ...naming(query) })),
    async send_message({ caller, body }) {
      const sent = await chat.sendMessage(caller, body);
      return sent.ok ? withStatus(statusOf(sent.value), sent) : sent;
    },
    delete_message: async ({ caller, params, query }) =>
      done(
        await chat.deleteMessage(caller, {
          message_id: params.message_id,
          delete_for: query.delete_for,
          ...naming(query),
        }),
      ),
  };
}

function statusOf(answer: SendAnswer): 200 | 201 | 202 {
  if (answer.duplicate === true) return 200;
  return answer.status === 'queued' ? 202 : 201;
}

/** Only a conversation that was given is passed on. */
function naming<Id>({ conversation }: { conversation?: Id | undefined }): { conversation?: Id } {
  return conversation === undefined ? {} : { conversation };
}
