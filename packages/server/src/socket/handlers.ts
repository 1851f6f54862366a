import type { Chat } from '@parley/core';
import type { Ack, ClientEventName, Payload, Result } from '@parley/protocol';
import type { SocketCaller } from './device.ts';

export type Handler<Name extends ClientEventName> = (
  chat: Chat,
  caller: SocketCaller,
  payload: Payload<Name>,
) => Promise<Result<Ack<Name>>>;

/** What each event does. The payload has passed the event's schema; what is answered becomes the ack. */
export const handlers: { readonly [Name in ClientEventName]: Handler<Name> } = {
  join_group: (chat, caller, payload) => chat.followGroup(caller, payload.group_id),
  leave_group: (chat, caller, payload) => chat.unfollowGroup(caller, payload.group_id),
  send_message: (chat, caller, payload) => chat.sendMessage(caller, payload),
  mark_read: (chat, caller, payload) => chat.markRead(caller, payload),
  mark_delivered: (chat, caller, payload) => chat.markDelivered(caller, payload),
  edit_message: (chat, caller, payload) => chat.editMessage(caller, payload),
  delete_message: (chat, caller, payload) => chat.deleteMessage(caller, payload),
  react: (chat, caller, payload) => chat.react(caller, payload),
  typing: (chat, caller, payload) => chat.typing(caller, payload),
  watch_presence: (chat, caller, payload) => chat.watchPresence(caller, payload),
  set_presence: (chat, caller, payload) => chat.setPresence(caller, payload),
  sync: (chat, caller, payload) => chat.sync(caller, payload),
};
