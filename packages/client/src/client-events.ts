import type { Message, ServerPayload } from './wire.ts';

/** What happens, as `on` tells of it. */
export interface ClientEvents {
  /** a message took its place: each once per storage, in order within its conversation, also those missed while away */
  readonly message: Message;
  /** a session of this account began or ended elsewhere */
  readonly session: Extract<ServerPayload<'notification'>, { type: 'session_notification' }>;
  /** a conversation is gone: left, removed from it, or ended */
  readonly gone: { readonly conversation: string };
}
